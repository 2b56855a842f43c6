"""The command line finds its commands by file name and refuses bad input in one sentence."""

import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest
from click.testing import CliRunner

from app.__main__ import FOLDER, Commands, app, one_sentence

ROOT = Path(__file__).parents[2]


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A command line of its own whose commands are written by the test."""
    folder = tmp_path / "toy_commands"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)

    class Toy(Commands):
        pass

    Toy.folder, Toy.package = folder, "toy_commands"

    def add(name, body):
        source = f'"""Do {name}."""\nimport click\n@click.command()\ndef command():\n{indent(body, "    ")}\n'
        (folder / f"{name}.py").write_text(source)
        return Toy("toy")

    yield add
    for name in [name for name in sys.modules if name.startswith("toy_commands")]:
        del sys.modules[name]


def test_a_new_file_is_a_new_command(toy):
    cli = toy("hello_there", "click.echo('hi')")
    answer = CliRunner().invoke(cli, ["hello-there"])
    assert (answer.exit_code, answer.stdout) == (0, "hi\n")
    assert "Do hello_there." in CliRunner().invoke(cli, ["--help"]).stdout


def test_a_command_is_not_imported_before_it_is_asked_for(toy):
    toy("good", "click.echo('fine')")
    cli = toy("broken", "x = 1\nraise RuntimeError('imported')")
    assert CliRunner().invoke(cli, ["--help"]).exit_code == 0
    assert CliRunner().invoke(cli, ["good"]).stdout == "fine\n"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("raise ValueError('rounds must be at least 1,\\n got 0')", "Error: rounds must be at least 1, got 0\n"),
        ("open('/nowhere/at/all')", "Error: No such file or directory: /nowhere/at/all\n"),
        ("raise click.UsageError('say more')", "Error: say more\n"),
        ("raise ValueError", "Error: ValueError\n"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(toy, body, sentence):
    answer = CliRunner().invoke(toy("bad", body), ["bad"])
    assert (answer.exit_code, answer.stdout, answer.stderr) == (2, "", sentence)


def test_our_own_faults_are_not_hidden(toy):
    answer = CliRunner().invoke(toy("fault", "raise KeyError('ours')"), ["fault"])
    assert isinstance(answer.exception, KeyError)


def test_a_stop_from_the_keyboard_is_told(toy):
    answer = CliRunner().invoke(toy("long", "raise KeyboardInterrupt"), ["long"])
    assert answer.exit_code == 130
    assert answer.stderr.endswith("Stopped.\n")


def test_a_stop_that_compiled_code_turned_into_an_error_is_told_as_a_stop(toy):
    """Numba raises a SystemError from the exception of a signal that came while it was being called."""
    body = "try:\n    raise KeyboardInterrupt\nexcept KeyboardInterrupt as stop:\n    raise SystemError('x') from stop"
    answer = CliRunner().invoke(toy("long", body), ["long"])
    assert (answer.exit_code, answer.stderr) == (130, "Stopped.\n")


def test_a_stop_while_modules_load_ends_with_our_exit_code():
    """Python would end itself by the signal when the stop struck code made from text."""
    text = (
        "import click; from app.__main__ import Commands\n"
        "class Toy(Commands):\n"
        "    def list_commands(self, ctx): return ['load']\n"
        "    def get_command(self, ctx, name): exec('raise KeyboardInterrupt')\n"
        "Toy('toy').main(['load'])"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr.strip()) == (130, "Stopped.")


def test_an_error_of_compiled_code_is_no_stop(toy):
    answer = CliRunner().invoke(toy("fault", "raise SystemError('ours')"), ["fault"])
    assert isinstance(answer.exception, SystemError)


def test_a_mistyped_command_gets_a_guess():
    answer = CliRunner().invoke(app, ["serv"])
    assert (answer.exit_code, answer.stderr) == (2, "Error: no command 'serv'; did you mean 'serve'?\n")


def test_a_mistyped_option_gets_a_guess():
    answer = CliRunner().invoke(app, ["run", "--regim", "accord"])
    assert answer.exit_code == 2
    assert answer.stderr.startswith("Error: No such option '--regim'")
    assert "--regime" in answer.stderr


def test_a_table_refused_by_pydantic_is_put_into_one_sentence():
    from pydantic import ValidationError

    from agents.world.setting import Politics

    with pytest.raises(ValidationError) as caught:
        Politics(turnover=0.9)
    assert one_sentence(caught.value) == "turnover: Input should be less than or equal to 0.5, got 0.9"


def test_alone_it_says_what_one_can_do():
    answer = subprocess.run([sys.executable, "-m", "app"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0
    for path in FOLDER.glob("[!_]*.py"):
        assert path.stem.replace("_", "-") in answer.stdout


def test_every_command_says_in_one_sentence_what_it_does():
    group = Commands("app")
    for path in FOLDER.glob("[!_]*.py"):
        assert group.sentence(path.stem).endswith("."), path


def test_a_real_process_refuses_without_a_traceback():
    answer = subprocess.run([sys.executable, "-m", "app", "rum"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == "Error: no command 'rum'; did you mean 'run'?\n"

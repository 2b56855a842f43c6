"""Designs of experiments, one file each: which values the parameters take together."""

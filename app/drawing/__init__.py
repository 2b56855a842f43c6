"""Pen and paper of the charts: SVG elements, scales, axes and colours."""

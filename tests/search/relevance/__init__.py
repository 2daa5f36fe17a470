"""Judged questions about the demonstration content, and the folder that holds them."""

from pathlib import Path

FOLDER = Path(__file__).parent

"""The wall chart (挂图) as a picture for a phone, and as a sheet for the wall: PNG, PDF and SVG.

Nothing of it is loaded until something is drawn, and the bot draws in a process of its own (``process.py``).
"""

"""What a codebook's examples teach: small linear heads on the frozen encoder. Start at `fitting.py`."""

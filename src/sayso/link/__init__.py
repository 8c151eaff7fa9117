"""From mentions to reports, events and copies."""

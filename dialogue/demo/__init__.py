"""The demo ward: fictional people in the ward of the 2024 plan."""

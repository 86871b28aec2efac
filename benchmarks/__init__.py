"""Speed and memory, measured. ``python -m benchmarks`` measures all: see docs/benchmarks.md."""

"""Pages through workers into the shards of a project. Start at `engine.py`."""

from sayso.run.engine import MakePipeline, RunReport, RunSettings, Work, code_into_project, run_project

__all__ = ["MakePipeline", "RunReport", "RunSettings", "Work", "code_into_project", "run_project"]

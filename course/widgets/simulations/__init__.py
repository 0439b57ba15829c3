"""Simulations to play with: each shows something that is hard to believe when told."""

from course.widgets.simulations.clinic import TamperingClinic
from course.widgets.simulations.false_alarm_trials import FalseAlarmTrials
from course.widgets.simulations.funnel import Funnel
from course.widgets.simulations.own_data import OwnData
from course.widgets.simulations.red_beads import RedBeads
from course.widgets.simulations.run_chart_steps import RunChartSteps
from course.widgets.simulations.semmelweis import Semmelweis
from course.widgets.simulations.tomorrow import Tomorrow
from course.widgets.simulations.workbench import Workbench

VIEWS = {
    view.task_name: view
    for view in (
        RedBeads,
        Funnel,
        TamperingClinic,
        RunChartSteps,
        FalseAlarmTrials,
        Semmelweis,
        OwnData,
        Tomorrow,
        Workbench,
    )
}

"""Module 2, System and process: its exercises, in the order of the lesson."""

TASKS = {}

SIMULATIONS = {
    "queue-clinic": "queue_clinic.QueueClinicView",
    "process-map": "process_map.ProcessMap",
}

// Real processes share two cores: one test at a time keeps their timings honest.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

"""Every method that finds a symmetry or shares weights, judged side by side on tasks with a known answer."""

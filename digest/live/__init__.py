"""While one writes: what has changed on disk, and a preview in the browser that follows.

    watch.watch       blocks, and calls back with the paths that changed
    preview.Preview   serves a `served.Source`, and brings open pages up to date

Neither knows how a site is built: both are handed what they need.
"""

"""While one writes: what has changed on disk, and a preview in the browser that follows.

    watch.watch      blocks, and calls back with the paths that changed
    server.Preview   serves the built site and tells open pages to reload

Neither knows how a site is built: both are handed what they need.
"""

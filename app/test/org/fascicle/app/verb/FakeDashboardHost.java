package org.fascicle.app.verb;

import java.nio.file.Path;

import org.fascicle.app.DashboardHost;

/** A web server that is none. */
final class FakeDashboardHost implements DashboardHost {
    /** What happens when pages are opened. */
    interface Opening {
        Opened open(Path folder, String host, int port);
    }

    Opening opening = (folder, host, port) -> {
        throw new UnsupportedOperationException();
    };
    int closed;

    @Override
    public Opened open(Path folder, String host, int port) {
        return opening.open(folder, host, port);
    }

    @Override
    public void close() {
        closed++;
    }
}

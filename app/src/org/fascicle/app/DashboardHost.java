package org.fascicle.app;

import java.nio.file.Path;

import org.fascicle.api.dashboard.Dashboard;

/** Serves the dashboard's pages on this machine's loopback interface. */
public interface DashboardHost {
    /**
     * The dashboard, open.
     *
     * @param dashboard the service
     * @param address where the pages are, with the token
     */
    record Opened(Dashboard dashboard, String address) {}

    /**
     * Starts the server, if it does not run yet, and opens the pages.
     *
     * @param folder where archives are looked for
     * @param port to listen on; 0 for one that is free, or where it listens already
     * @throws MissingException if it cannot be started; the message says why
     * @throws org.fascicle.api.problem.InputException if the port or the folder cannot be used
     */
    Opened open(Path folder, int port);
}

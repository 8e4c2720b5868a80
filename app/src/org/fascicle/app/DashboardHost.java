package org.fascicle.app;

import java.nio.file.Path;

import org.fascicle.api.dashboard.Dashboard;
import org.jspecify.annotations.Nullable;

/** Serves the dashboard's pages, on this machine's loopback interface unless told otherwise. */
public interface DashboardHost {
    /**
     * The dashboard, open.
     *
     * @param dashboard the service
     * @param address where the pages are, with the token
     * @param ours whether the server is this application's: then the pages end with the verb that opens them
     */
    record Opened(Dashboard dashboard, String address, boolean ours) {}

    /**
     * Starts the server, if it does not run yet, and opens the pages.
     *
     * @param folder where archives are looked for
     * @param host the name or address of this machine to listen at; null for the loopback interface, which no other machine reaches
     * @param port to listen on; 0 for one that is free, or where it listens already
     * @throws MissingException if it cannot be started; the message says why
     * @throws org.fascicle.api.problem.InputException if the host, the port or the folder cannot be used
     */
    Opened open(Path folder, @Nullable String host, int port);

    /** Closes the pages of before, if there are any: trainings that were started in them stop, and are saved. */
    void close();
}

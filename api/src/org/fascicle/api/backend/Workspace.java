package org.fascicle.api.backend;

import java.util.Optional;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The memory of one running instance of a program. Used by one thread at a time, but {@linkplain Backend closed} by any; different
 * workspaces may run at the same time, but not while one of them commits to a variable that another reads.
 */
@ConsumerType
public interface Workspace extends AutoCloseable {
    /**
     * Runs the program once. May return before the run has ended; whatever reads its results waits. Allocates nothing.
     *
     * @param arguments rows, seed, step and scalars; the workspace does not keep it
     * @throws BackendException if an operation fails; the message names it and its provenance
     * @throws ClosedException if the workspace, or a buffer that is bound, is closed; then nothing was run
     * @throws StoppedException if the backend has been stopped; then nothing was run
     */
    void run(RunArguments arguments);

    /**
     * Runs the program once, as {@link #run} does, and measures its parts. A run costs nothing more where this is not called.
     *
     * @return empty, with nothing run, if the backend cannot measure
     */
    default Optional<Profile> profile(RunArguments arguments) {
        return Optional.empty();
    }

    /** Waits until all runs have ended; of a closed workspace, all have. */
    void await();

    /**
     * How many runs, since the workspace was opened, left out their guarded commits. Waits for all runs.
     *
     * <p>A run leaves them out if its guard is false. All runs behind it leave them out, too, until this has been called: whoever has
     * asked for many runs before hearing of the first finds what the guard protects as that one found it.
     */
    long rejected();

    /**
     * How many such runs are known of at this moment, at most {@link #rejected}. A backend whose runs go on behind {@link #run} answers
     * without waiting, and lets no run through by that. By default the answer of {@link #rejected}, for all others.
     */
    default long rejectedSoFar() {
        return rejected();
    }

    /**
     * What an output was in the last run, row-major, with that run's rows. The buffer belongs to the workspace and changes in
     * the next run.
     *
     * @param name one of the graph's outputs
     */
    Buffer output(String name);

    /** Gives the memory back, outputs included; waits for a run that goes on. */
    @Override
    void close();
}

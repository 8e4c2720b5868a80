package org.fascicle.core.registry;

import org.fascicle.api.technique.Techniques;

/** The techniques that are installed, and whether they change. Safe for any thread. */
public interface InstalledTechniques extends Techniques {
    /** How often something has come or gone so far. Cheap: asked before each step of a training. */
    long changes();

    /**
     * Waits until something comes or goes.
     *
     * @param seen the {@link #changes} that are known: if there were more since, it returns at once
     * @param nanos how long at most
     */
    void awaitChange(long seen, long nanos) throws InterruptedException;
}

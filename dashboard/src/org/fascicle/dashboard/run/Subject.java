package org.fascicle.dashboard.run;

import java.util.function.Function;

import org.fascicle.api.model.Model;

/** A network to look at: that of an archive, or of a run as it is at this moment. Safe for any thread. */
public interface Subject {
    /** Its name for people. */
    String name();

    /** What its numbers depend on: as long as this is equal, they are. */
    Object stamp();

    /** How many steps a run has made; -1 for an archive. */
    long step();

    /** Whether it is trained at this moment. */
    boolean isLive();

    /** What it is made of; of a run, as it was when it began. */
    Network network();

    /**
     * What somebody finds in it. The model is open during the call.
     *
     * @throws org.fascicle.api.problem.StateException if the model of a run is closed by now
     * @throws org.fascicle.api.problem.InputException if an archive cannot be opened
     */
    <T> T look(Function<Model, T> use);
}

package org.fascicle.core.training;

/** What goes on around the steps. Called on the thread that trains. */
public interface Boundary {
    /** Runs something that changes parameters, while nobody reads them. */
    void exclusively(Runnable change);

    /** A step has been made, and the next has not begun. */
    void between();

    /** After how many steps it is waited for them, to hear whether the loss of one was not finite; 0 for as many as seem good. */
    default int checkEvery() {
        return 0;
    }

    /** All steps are made, and the parameters are still those of the last one. */
    default void ending() {}

    /** Another step is about to begin; what this throws ends the training before it. */
    default void beforeStep() {}

    /** Whether training is to stop before the next step. */
    boolean isToStop();
}

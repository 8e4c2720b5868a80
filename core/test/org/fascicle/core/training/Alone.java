package org.fascicle.core.training;

/** Nobody else is there: nothing has to wait, and nobody asks to stop. */
final class Alone implements Boundary {
    @Override
    public void exclusively(Runnable change) {
        change.run();
    }

    @Override
    public void between() {}

    @Override
    public boolean isToStop() {
        return false;
    }
}

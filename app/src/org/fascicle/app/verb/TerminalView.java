package org.fascicle.app.verb;

import java.util.function.LongSupplier;

import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TechniqueChange;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.Numbers;
import org.fascicle.app.console.ProgressLine;

/** A training on a terminal: a bar that moves, then a line per epoch, and at its end a table and a plot. */
final class TerminalView extends LineView {
    // Often enough to look alive; the metrics that it shows make the device wait.
    private static final long INTERVAL_NANOS = 200_000_000;

    private final ProgressLine line;
    private final LongSupplier nanoTime;
    private long begun;
    private double before;
    private long shown;

    TerminalView(Console console, LongSupplier nanoTime) {
        super(console);
        this.line = new ProgressLine(console.out(), console.width());
        this.nanoTime = nanoTime;
    }

    @Override
    public void started(Progress progress) {
        begun = nanoTime.getAsLong();
        shown = begun;
        before = epochsDone(progress);
    }

    @Override
    public void stepped(Progress progress) {
        long now = nanoTime.getAsLong();
        if (now - shown < INTERVAL_NANOS) {
            return;
        }
        shown = now;
        double done = epochsDone(progress);
        double left = (now - begun) / 1e9 / (done - before) * (progress.epochs() - done);
        line.show(place(progress.epoch(), progress.epochs()), progress.stepInEpoch() / (double) progress.stepsPerEpoch(),
                Numbers.metrics(progress.metrics(), "  ") + "  " + Numbers.count(progress.samples() / progress.seconds())
                        + " samples/s  " + Numbers.clock(left) + " left");
    }

    @Override
    public void epochEnded(EpochReport epoch) {
        line.clear();
        super.epochEnded(epoch);
    }

    @Override
    public void techniquesChanged(TechniqueChange change) {
        line.clear();
        super.techniquesChanged(change);
    }

    @Override
    public void ended() {
        line.clear();
    }

    private static double epochsDone(Progress progress) {
        return progress.step() / (double) progress.stepsPerEpoch();
    }
}

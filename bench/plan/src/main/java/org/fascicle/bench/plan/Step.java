package org.fascicle.bench.plan;

import org.fascicle.bench.worker.Rows;
import org.fascicle.bench.worker.Trainee;

/**
 * One training step as a person writes it for one network: arrays and their order are fixed beforehand, and each member of
 * the crew computes what it alone writes (its rows of the batch forward and backward, then its part of each kernel's
 * gradient over the whole batch with the update of that part), so that no gradients are added up and few barriers stand
 * between.
 */
abstract class Step implements Trainee {
    /** A block of a kernel's rows: its gradient stays in the cache until it is used up. */
    static final int BLOCK = 64;

    final int batch;
    final Crew crew;
    final double[] losses;
    final Rows rows;
    private final int[] firsts;
    private int at;
    int step;
    double loss;

    Step(int batch, int threads, Rows rows) {
        this.batch = batch;
        this.rows = rows;
        crew = new Crew(threads);
        losses = new double[threads * 16];
        firsts = split(batch, 8);
    }

    /** The names of all parameters. */
    abstract Iterable<String> names();

    /** Replaces a parameter, given row-major without padding. */
    abstract void set(String name, float[] tensor);

    /** Where the part of each member begins, and the end: multiples of {@code unit} where that goes. */
    final int[] split(int count, int unit) {
        int[] bounds = new int[crew.members() + 1];
        int units = (count + unit - 1) / unit;
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Math.min(count, (int) ((long) units * i / crew.members()) * unit);
        }
        return bounds;
    }

    @Override
    public final void step() {
        crew.run(this::work);
        if (Double.isFinite(loss)) {
            step++;
        }
        at = (at + batch) % (rows.count() / batch * batch);
    }

    private void work(int member) {
        fetch(firsts[member], firsts[member + 1], at);
        train(member, firsts[member], firsts[member + 1]);
    }

    /** Brings the rows {@code at + from .. at + to - 1} of the data to the rows from .. to − 1 of the batch. */
    abstract void fetch(int from, int to, int at);

    /** All of a step but its input, as a member of the crew, whose rows of the batch are from .. to − 1. */
    abstract void train(int member, int from, int to);

    /** Meets the others, and says whether the sum of all members' losses is finite: nothing is updated otherwise. */
    final boolean agree(int member, double sum) {
        losses[member * 16] = sum;
        crew.barrier();
        double total = 0;
        for (int i = 0; i < crew.members(); i++) {
            total += losses[i * 16];
        }
        if (member == 0) {
            loss = total / batch;
        }
        return Double.isFinite(total);
    }

    @Override
    public double loss() {
        return loss;
    }

    /** Ends the crew. */
    @Override
    public void close() {
        crew.close();
    }
}

package org.fascicle.bench.plan;

import java.io.IOException;

import org.fascicle.bench.worker.Rows;
import org.fascicle.bench.worker.Task;
import org.fascicle.bench.worker.Worker;

/** The hand-written plans, as a system to measure. */
public final class PlanWorker {
    private PlanWorker() {}

    /** See {@link Worker}. */
    public static void main(String[] arguments) throws IOException {
        Worker.serve(PlanWorker::create, arguments);
    }

    static Plan create(Task task, int batch, int threads, Rows rows) {
        Optimizer optimizer = task.adam() ? Optimizer.ADAM : Optimizer.NESTEROV;
        switch (task) {
            case MLP_NESTEROV:
            case MLP_ADAM:
                return new DensePlan(batch, threads, rows, optimizer, task.rate(), false, 784, 300, 100, 10);
            case DEEP_SELU:
                return new DensePlan(batch, threads, rows, optimizer, task.rate(), true, deep());
            case BN_DROPOUT:
                return new NormalizedPlan(batch, threads, rows, optimizer, task.rate());
            case CNN:
                return new ConvolutionPlan(batch, threads, rows, optimizer, task.rate());
            default:
                throw new IllegalArgumentException("no plan for " + task.label());
        }
    }

    private static int[] deep() {
        int[] width = new int[22];
        java.util.Arrays.fill(width, 100);
        width[0] = Rows.FEATURES;
        width[21] = Rows.CLASSES;
        return width;
    }
}

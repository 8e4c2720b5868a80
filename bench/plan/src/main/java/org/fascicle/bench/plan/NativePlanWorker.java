package org.fascicle.bench.plan;

import java.io.IOException;

import org.fascicle.bench.worker.Rows;
import org.fascicle.bench.worker.Task;
import org.fascicle.bench.worker.Worker;

/** The hand-written plans with native kernels and products, as a system to measure. */
public final class NativePlanWorker {
    private NativePlanWorker() {}

    /** See {@link Worker}. */
    public static void main(String[] arguments) throws IOException {
        Worker.serve(NativePlanWorker::create, arguments);
    }

    /** Whether there is such a plan of a network. */
    static boolean has(Task task) {
        return task == Task.MLP_NESTEROV || task == Task.MLP_ADAM || task == Task.BN_DROPOUT;
    }

    static NativePlan create(Task task, int batch, int threads, Rows rows) {
        if (!has(task)) {
            throw new IllegalArgumentException("no native plan for " + task.label());
        }
        return task == Task.BN_DROPOUT ? new NativeNormalizedPlan(batch, threads, rows, task.rate())
                : new NativeDensePlan(batch, threads, rows, task.adam(), task.rate(), Rows.FEATURES, 300, 100, Rows.CLASSES);
    }
}

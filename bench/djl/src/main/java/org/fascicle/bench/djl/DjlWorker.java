package org.fascicle.bench.djl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import org.fascicle.bench.worker.Rows;
import org.fascicle.bench.worker.Task;
import org.fascicle.bench.worker.Trainee;
import org.fascicle.bench.worker.Worker;

/**
 * The peer DJL with PyTorch. Its PyTorch engine has no Nesterov; momentum, which moves the same bytes, stands in its place.
 * An l2 penalty is the optimizer's weight decay, as is PyTorch's way.
 */
public final class DjlWorker {
    private DjlWorker() {}

    /** See {@link Worker}. */
    public static void main(String[] arguments) throws IOException {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_threads", arguments[1]);
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        Engine.getEngine("PyTorch");
        Worker.serve((task, batch, threads, rows) -> new Trained(task, batch, rows), arguments);
        System.exit(0);
    }

    private static final class Trained implements Trainee {
        private final Model model = Model.newInstance("bench", "PyTorch");
        private final NDManager manager = model.getNDManager().newSubManager();
        private final Loss criterion = Loss.softmaxCrossEntropyLoss();
        private final Trainer trainer;
        private final List<NDArray> features = new ArrayList<>();
        private final List<NDArray> labels = new ArrayList<>();
        private int at;
        private double loss;

        Trained(Task task, int batch, Rows rows) {
            boolean image = task == Task.CNN;
            model.setBlock(Blocks.of(task));
            trainer = model.newTrainer(new DefaultTrainingConfig(criterion).optOptimizer(optimizer(task)));
            Shape shape = image ? new Shape(batch, 1, 28, 28) : new Shape(batch, Rows.FEATURES);
            trainer.initialize(shape);
            for (int i = 0; i < rows.count() / batch; i++) {
                features.add(manager.create(rows.features(i, batch), shape));
                labels.add(manager.create(rows.labels(i, batch)));
            }
        }

        private static Optimizer optimizer(Task task) {
            Tracker rate = Tracker.fixed((float) task.rate());
            float decay = task == Task.BN_DROPOUT ? 2e-4f : 0;
            return task.adam() ? Optimizer.adam().optLearningRateTracker(rate).optWeightDecays(decay).build()
                    : Optimizer.sgd().setLearningRateTracker(rate).optMomentum(0.9f).build();
        }

        @Override
        public void step() {
            NDArray x = features.get(at);
            NDArray y = labels.get(at);
            try (NDManager own = manager.newSubManager()) {
                x.attach(own);
                y.attach(own);
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDArray value = criterion.evaluate(new NDList(y), trainer.forward(new NDList(x)));
                    collector.backward(value);
                    trainer.step();
                    // Nobody else looks at it; taking it out once a round of the data costs nothing.
                    if (at == 0) {
                        loss = value.getFloat();
                    }
                }
                x.attach(manager);
                y.attach(manager);
            }
            at = (at + 1) % features.size();
        }

        @Override
        public double loss() {
            return loss;
        }

        @Override
        public void close() {
            trainer.close();
            manager.close();
            model.close();
        }
    }
}

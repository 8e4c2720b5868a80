package org.fascicle.bench.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.fascicle.bench.worker.Rows;
import org.fascicle.bench.worker.Task;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.op.train.ResourceApplyMomentum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Builds a network's training step as a TensorFlow graph. */
final class Training {
    static final String FEATURES = "features";
    static final String LABELS = "labels";
    static final String INITIALIZE = "initialize";
    static final String TRAIN = "train";
    static final String LOSS = "loss";
    private static final List<Long> ONES = List.of(1L, 1L, 1L, 1L);

    private final Ops tf;
    private final Task task;
    private final int batch;
    private final Random random = new Random(42);
    private final List<VarHandleOp> variables = new ArrayList<>();
    private final List<Shape> shapes = new ArrayList<>();
    private final List<Operand<TFloat32>> values = new ArrayList<>();
    private final List<Operand<TFloat32>> kernels = new ArrayList<>();
    private final List<Op> initial = new ArrayList<>();
    private final List<Op> updates = new ArrayList<>();

    Training(Graph graph, Task task, int batch) {
        this.tf = Ops.create(graph);
        this.task = task;
        this.batch = batch;
    }

    void build() {
        Placeholder<TFloat32> features = tf.withName(FEATURES).placeholder(TFloat32.class,
                Placeholder.shape(Shape.of(batch, Rows.FEATURES)));
        Placeholder<TInt32> labels = tf.withName(LABELS).placeholder(TInt32.class, Placeholder.shape(Shape.of(batch)));
        Operand<TFloat32> logits = logits(features);
        SparseSoftmaxCrossEntropyWithLogits<TFloat32> entropy = tf.nn.sparseSoftmaxCrossEntropyWithLogits(logits, labels);
        Operand<TFloat32> share = tf.constant(1f / batch);
        Operand<TFloat32> loss = tf.math.mul(tf.sum(entropy.loss(), tf.constant(0)), share);
        // This operation has no gradient in the C API: it gives that of the logits itself.
        List<Operand<?>> targets = new ArrayList<>(List.of(logits));
        List<Operand<?>> given = new ArrayList<>(List.of(tf.math.mul(entropy.backprop(), share)));
        if (task == Task.BN_DROPOUT) {
            for (Operand<TFloat32> kernel : kernels) {
                // l2Loss has the factor 1/2.
                Operand<TFloat32> penalty = tf.math.mul(tf.nn.l2Loss(kernel), tf.constant(2e-4f));
                loss = tf.math.add(loss, penalty);
                targets.add(penalty);
                given.add(tf.constant(1f));
            }
        }
        tf.withName(LOSS).identity(loss);
        update(Gradients.create(tf.scope(), targets, values, Gradients.dx(given)));
        tf.withName(INITIALIZE).withControlDependencies(initial).noOp();
        tf.withName(TRAIN).withControlDependencies(updates).noOp();
    }

    private Operand<TFloat32> logits(Operand<TFloat32> x) {
        switch (task) {
            case BN_DROPOUT:
                return dense(normalized(normalized(x, 784, 300), 300, 100), 100, 10, true);
            case DEEP_SELU:
                Operand<TFloat32> y = x;
                for (int i = 0; i < 20; i++) {
                    y = tf.nn.selu(dense(y, i == 0 ? 784 : 100, 100, true));
                }
                return dense(y, 100, 10, true);
            case CNN:
                Operand<TFloat32> image = tf.reshape(x, tf.constant(new int[] {batch, 28, 28, 1}));
                image = convolution(convolution(image, 1, 32), 32, 64);
                image = tf.nn.maxPool(image, tf.constant(new int[] {1, 2, 2, 1}), tf.constant(new int[] {1, 2, 2, 1}),
                        "VALID");
                Operand<TFloat32> flat = tf.reshape(dropout(image, 0.25f, batch, 12, 12, 64),
                        tf.constant(new int[] {batch, 9216}));
                return dense(tf.nn.relu(dense(flat, 9216, 128, true)), 128, 10, true);
            default:
                return dense(tf.nn.elu(dense(tf.nn.elu(dense(x, 784, 300, true)), 300, 100, true)), 100, 10, true);
        }
    }

    private Operand<TFloat32> dense(Operand<TFloat32> x, int inputs, int units, boolean bias) {
        Operand<TFloat32> kernel = parameter(Math.sqrt(2.0 / inputs), 0, inputs, units);
        kernels.add(kernel);
        Operand<TFloat32> z = tf.linalg.matMul(x, kernel);
        return bias ? tf.nn.biasAdd(z, parameter(0, 0, units)) : z;
    }

    private Operand<TFloat32> normalized(Operand<TFloat32> x, int inputs, int units) {
        Operand<TFloat32> z = tf.reshape(dense(x, inputs, units, false), tf.constant(new int[] {batch, 1, 1, units}));
        VarHandleOp mean = variable(0, 0, units);
        VarHandleOp variance = variable(0, 1, units);
        Operand<TFloat32> oldMean = tf.readVariableOp(mean, TFloat32.class);
        Operand<TFloat32> oldVariance = tf.readVariableOp(variance, TFloat32.class);
        FusedBatchNorm<TFloat32, TFloat32> norm = tf.nn.fusedBatchNorm(z, parameter(0, 1, units),
                parameter(0, 0, units), oldMean,
                oldVariance, FusedBatchNorm.epsilon(1e-3f), FusedBatchNorm.exponentialAvgFactor(0.01f),
                FusedBatchNorm.isTraining(true));
        updates.add(tf.assignVariableOp(mean, norm.batchMean()));
        updates.add(tf.assignVariableOp(variance, norm.batchVariance()));
        return dropout(tf.nn.elu(tf.reshape(norm.y(), tf.constant(new int[] {batch, units}))), 0.2f, batch, units);
    }

    private Operand<TFloat32> dropout(Operand<TFloat32> x, float rate, int... shape) {
        Operand<TFloat32> drawn = tf.random.randomUniform(tf.constant(shape), TFloat32.class);
        Operand<TFloat32> kept = tf.dtypes.cast(tf.math.greaterEqual(drawn, tf.constant(rate)), TFloat32.class);
        return tf.math.mul(tf.math.mul(x, tf.constant(1 / (1 - rate))), kept);
    }

    private Operand<TFloat32> convolution(Operand<TFloat32> x, int channels, int filters) {
        Operand<TFloat32> kernel = parameter(Math.sqrt(2.0 / (9 * channels)), 0, 3, 3, channels, filters);
        return tf.nn.relu(tf.nn.biasAdd(tf.nn.conv2d(x, kernel, ONES, "VALID"), parameter(0, 0, filters)));
    }

    private Operand<TFloat32> parameter(double deviation, double mean, long... shape) {
        VarHandleOp variable = variable(deviation, mean, shape);
        Operand<TFloat32> value = tf.readVariableOp(variable, TFloat32.class);
        variables.add(variable);
        shapes.add(Shape.of(shape));
        values.add(value);
        return value;
    }

    /** A variable with normal (or, without deviation, equal) initial numbers. */
    private VarHandleOp variable(double deviation, double mean, long... extents) {
        Shape shape = Shape.of(extents);
        VarHandleOp variable = tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName("variable" + initial.size()));
        float[] numbers = new float[(int) shape.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (mean + deviation * random.nextGaussian());
        }
        initial.add(tf.assignVariableOp(variable, tf.constant(shape, DataBuffers.of(numbers))));
        return variable;
    }

    private void update(Gradients gradients) {
        Operand<TFloat32> rate = tf.constant((float) task.rate());
        if (!task.adam()) {
            for (int i = 0; i < variables.size(); i++) {
                VarHandleOp momentum = variable(0, 0, shapes.get(i).asArray());
                updates.add(tf.train.resourceApplyMomentum(variables.get(i), momentum, rate, gradients.<TFloat32>dy(i),
                        tf.constant(0.9f), ResourceApplyMomentum.useNesterov(true)));
            }
            return;
        }
        VarHandleOp power1 = variable(0, 0.9, new long[0]);
        VarHandleOp power2 = variable(0, 0.999, new long[0]);
        Operand<TFloat32> beta1 = tf.constant(0.9f);
        Operand<TFloat32> beta2 = tf.constant(0.999f);
        Operand<TFloat32> read1 = tf.readVariableOp(power1, TFloat32.class);
        Operand<TFloat32> read2 = tf.readVariableOp(power2, TFloat32.class);
        List<Op> applied = new ArrayList<>();
        for (int i = 0; i < variables.size(); i++) {
            applied.add(tf.train.resourceApplyAdam(variables.get(i), variable(0, 0, shapes.get(i).asArray()),
                    variable(0, 0, shapes.get(i).asArray()), read1, read2, rate, beta1, beta2, tf.constant(1e-7f),
                    gradients.<TFloat32>dy(i)));
        }
        updates.addAll(applied);
        Ops after = tf.withControlDependencies(applied);
        updates.add(after.assignVariableOp(power1, after.math.mul(read1, beta1)));
        updates.add(after.assignVariableOp(power2, after.math.mul(read2, beta2)));
    }
}

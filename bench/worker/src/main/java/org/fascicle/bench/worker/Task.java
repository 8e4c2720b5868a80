package org.fascicle.bench.worker;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The networks of the benchmark, each with its optimizer; all end in softmax cross-entropy over 10 classes. */
public enum Task {
    /** 784→300→100→10, elu, Nesterov. */
    MLP_NESTEROV("mlp-nesterov", 0.01),
    /** The same with Adam. */
    MLP_ADAM("mlp-adam", 0.001),
    /**
     * 784→300→100→10, batch normalization before each elu, no bias where it follows, dropout 0.2 after it, l2 1e-4 on
     * kernels, Adam.
     */
    BN_DROPOUT("bn-dropout", 0.001),
    /** 784→20 × 100→10, selu, Nesterov. */
    DEEP_SELU("deep-selu", 0.001),
    /** 3 × 3 convolutions with 32 and 64 filters, relu, max pooling 2, dropout 0.25, dense 128 relu, dense 10, Adam. */
    CNN("cnn", 0.001);

    private final String label;
    private final double rate;

    Task(String label, double rate) {
        this.label = label;
        this.rate = rate;
    }

    /** Its name in options, files and tables. */
    public String label() {
        return label;
    }

    /** The learning rate. */
    public double rate() {
        return rate;
    }

    /** Whether Adam trains it, else Nesterov with the momentum 0.9. */
    public boolean adam() {
        return this == MLP_ADAM || this == BN_DROPOUT || this == CNN;
    }

    /** The task of a name. */
    public static Task of(String label) {
        return Arrays.stream(values()).filter(task -> task.label.equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no network '" + label + "'; there are: "
                        + Arrays.stream(values()).map(Task::label).collect(Collectors.joining(", "))));
    }
}

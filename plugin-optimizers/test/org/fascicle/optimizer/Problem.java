package org.fascicle.optimizer;

/** A function to be minimized, by its gradient. */
enum Problem {
    /** ½ Σ a_i (w_i − c_i)², a vector of three. */
    QUADRATIC(new int[] {3}, 0.05, 2, -1, 0.5) {
        @Override
        double[] gradient(double[] w) {
            return new double[] {1.5 * (w[0] + 1), 0.5 * (w[1] - 2), 4 * (w[2] - 0.25)};
        }
    },
    /** ½ |W − C|² with weights, a matrix of two by three. */
    MATRIX(new int[] {2, 3}, 0.05, 1, -0.5, 0.25, 2, 0, -1) {
        @Override
        double[] gradient(double[] w) {
            double[] g = new double[6];
            for (int i = 0; i < 6; i++) {
                g[i] = (1 + 0.5 * i) * (w[i] - 0.3 * (i - 2)) + 0.1 * w[(i + 1) % 6];
            }
            return g;
        }
    },
    /** A matrix that is taller than wide. */
    TALL(new int[] {3, 2}, 0.02, 1, -0.5, 0.25, 2, 0, -1) {
        @Override
        double[] gradient(double[] w) {
            return MATRIX.gradient(w);
        }
    },
    /** (1 − x)² + 100 (y − x²)², from the customary start. */
    ROSENBROCK(new int[] {2}, 0.0005, -1.2, 1) {
        @Override
        double[] gradient(double[] w) {
            double off = w[1] - w[0] * w[0];
            return new double[] {-2 * (1 - w[0]) - 400 * w[0] * off, 200 * off};
        }
    };

    final int[] shape;
    final double learningRate;
    private final double[] start;

    Problem(int[] shape, double learningRate, double... start) {
        this.shape = shape;
        this.learningRate = learningRate;
        this.start = start;
    }

    double[] start() {
        return start.clone();
    }

    abstract double[] gradient(double[] w);
}

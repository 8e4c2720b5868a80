package org.fascicle.bench.djl;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import org.fascicle.bench.worker.Rows;
import org.fascicle.bench.worker.Task;

/** The networks, as DJL writes them. */
final class Blocks {
    private Blocks() {}

    static Block of(Task task) {
        SequentialBlock all = new SequentialBlock();
        switch (task) {
            case BN_DROPOUT:
                normalized(all, 300);
                normalized(all, 100);
                break;
            case DEEP_SELU:
                for (int i = 0; i < 20; i++) {
                    all.add(linear(100, true)).add(Activation.seluBlock());
                }
                break;
            case CNN:
                all.add(convolution(32)).add(Activation.reluBlock()).add(convolution(64)).add(Activation.reluBlock())
                        .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                        .add(Dropout.builder().optRate(0.25f).build())
                        .add(ai.djl.nn.Blocks.batchFlattenBlock())
                        .add(linear(128, true)).add(Activation.reluBlock());
                break;
            default:
                all.add(linear(300, true)).add(Activation.eluBlock(1f)).add(linear(100, true)).add(Activation.eluBlock(1f));
        }
        return all.add(linear(Rows.CLASSES, true));
    }

    private static void normalized(SequentialBlock all, int units) {
        all.add(linear(units, false)).add(BatchNorm.builder().optEpsilon(1e-3f).optMomentum(0.99f).build())
                .add(Activation.eluBlock(1f)).add(Dropout.builder().optRate(0.2f).build());
    }

    private static Block linear(int units, boolean bias) {
        return Linear.builder().setUnits(units).optBias(bias).build();
    }

    private static Block convolution(int filters) {
        return Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(filters).build();
    }
}

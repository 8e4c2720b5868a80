package org.fascicle.bench.deeplearning4j;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.fascicle.bench.worker.Rows;
import org.fascicle.bench.worker.Task;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The networks, as Deeplearning4j writes them. */
final class Configurations {
    private Configurations() {}

    static MultiLayerConfiguration of(Task task) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder().seed(42)
                .updater(task.adam() ? new Adam(task.rate()) : new Nesterovs(task.rate(), 0.9))
                .weightInit(task == Task.DEEP_SELU ? WeightInit.LECUN_NORMAL : WeightInit.RELU);
        if (task == Task.BN_DROPOUT) {
            // Its penalty has the factor 1/2.
            builder.l2(2e-4);
        }
        ListBuilder layers = builder.list();
        switch (task) {
            case BN_DROPOUT:
                normalized(layers, 300);
                normalized(layers, 100);
                break;
            case DEEP_SELU:
                for (int i = 0; i < 20; i++) {
                    dense(layers, 100, Activation.SELU);
                }
                break;
            case CNN:
                layers.layer(convolution(32)).layer(convolution(64))
                        .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {2, 2},
                                new int[] {2, 2}).build())
                        .layer(new DropoutLayer.Builder(0.75).build());
                dense(layers, 128, Activation.RELU);
                break;
            default:
                dense(layers, 300, Activation.ELU);
                dense(layers, 100, Activation.ELU);
        }
        return layers.layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(Rows.CLASSES)
                .activation(Activation.SOFTMAX).build())
                .setInputType(task == Task.CNN ? InputType.convolutional(28, 28, 1) : InputType.feedForward(Rows.FEATURES))
                .build();
    }

    private static void dense(ListBuilder layers, int units, Activation activation) {
        layers.layer(new DenseLayer.Builder().nOut(units).activation(activation).build());
    }

    private static void normalized(ListBuilder layers, int units) {
        layers.layer(new DenseLayer.Builder().nOut(units).hasBias(false).activation(Activation.IDENTITY).build())
                .layer(new BatchNormalization.Builder().eps(1e-3).decay(0.99).build())
                .layer(new ActivationLayer(Activation.ELU))
                .layer(new DropoutLayer.Builder(0.8).build());
    }

    private static ConvolutionLayer convolution(int filters) {
        return new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(Activation.RELU).build();
    }
}

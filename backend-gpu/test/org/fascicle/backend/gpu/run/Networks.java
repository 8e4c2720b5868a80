package org.fascicle.backend.gpu.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.fascicle.activation.elu.Elu;
import org.fascicle.activation.relu.Relu;
import org.fascicle.activation.softmax.Softmax;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Examples;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.core.data.Signature;
import org.fascicle.core.model.ModelReader;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.ModelText;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.training.Blueprint;
import org.fascicle.data.random.RandomData;
import org.fascicle.initializer.glorotuniform.GlorotUniform;
import org.fascicle.initializer.henormal.HeNormal;
import org.fascicle.initializer.ones.Ones;
import org.fascicle.initializer.zeros.Zeros;
import org.fascicle.layer.activation.ActivationLayer;
import org.fascicle.layer.batchnormalization.BatchNormalization;
import org.fascicle.layer.conv2d.Conv2d;
import org.fascicle.layer.dense.Dense;
import org.fascicle.layer.dropout.Dropout;
import org.fascicle.layer.flatten.Flatten;
import org.fascicle.layer.maxpooling2d.MaxPooling2d;
import org.fascicle.layer.reshape.Reshape;
import org.fascicle.loss.sparsecategoricalcrossentropy.SparseCategoricalCrossentropy;
import org.fascicle.optimizer.adam.Adam;
import org.fascicle.optimizer.nesterov.Nesterov;
import org.fascicle.optimizer.sgd.Sgd;
import org.fascicle.regularizer.l2.L2;
import org.jspecify.annotations.Nullable;

/** The graphs of training steps of the networks in {@code bench/models}, as the trainer has them: with all rows on the device. */
final class Networks {
    /** So many rows make a step. */
    static final int BATCH = 512;
    private static final int CLASSES = 10;

    private Networks() {}

    /** One step of a network of images of 28 × 28, of which so many are resident, and a batch is taken. */
    static Graph step(String name, int dataRows, int batch) {
        return step(name, dataRows, batch, Precision.FLOAT32);
    }

    /** Such a step in a precision. */
    static Graph step(String name, int dataRows, int batch, Precision precision) {
        ModelSpec model = new ModelReader(new Listed()).read(ModelText.of(text(name), name));
        Signature signature = new Signature(Map.of(Examples.INPUT, Shape.of(28, 28)),
                List.of(new Signature.Target(Examples.OUTPUT, Shape.scalar(), Type.INT32, CLASSES, List.of())), false);
        return new Blueprint(model, new TechniqueFactory(new Listed()), signature, precision).step(dataRows, batch, false)
                .graph();
    }

    private static String text(String name) {
        try {
            return Files.readString(Path.of("..", "bench", "models", name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The techniques that those networks are made of. */
    private static final class Listed implements Techniques {
        private final List<TechniqueType> types = List.of(TechniqueType.of(RandomData.class), TechniqueType.of(Flatten.class),
                TechniqueType.of(Dense.class), TechniqueType.of(Conv2d.class), TechniqueType.of(MaxPooling2d.class),
                TechniqueType.of(Reshape.class), TechniqueType.of(Dropout.class), TechniqueType.of(BatchNormalization.class),
                TechniqueType.of(ActivationLayer.class), TechniqueType.of(Elu.class), TechniqueType.of(Relu.class),
                TechniqueType.of(Softmax.class), TechniqueType.of(HeNormal.class), TechniqueType.of(GlorotUniform.class),
                TechniqueType.of(Zeros.class), TechniqueType.of(Ones.class), TechniqueType.of(L2.class),
                TechniqueType.of(SparseCategoricalCrossentropy.class), TechniqueType.of(Sgd.class),
                TechniqueType.of(Nesterov.class), TechniqueType.of(Adam.class));

        @Override
        public Collection<TechniqueType> all() {
            return types;
        }

        @Override
        public TechniqueType find(Kind kind, String name, @Nullable String range) {
            return types.stream().filter(type -> type.kind() == kind && type.qualifiedName().equals(name)).findFirst()
                    .orElseThrow(() -> new AssertionError("the networks need the " + kind + " '" + name + "'"));
        }
    }
}

package org.fascicle.format;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.fascicle.activation.elu.Elu;
import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Backend;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Scale;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.constraint.maxnorm.MaxNorm;
import org.fascicle.core.registry.InstalledTechniques;
import org.fascicle.core.service.Backends;
import org.fascicle.core.service.FascicleComponent;
import org.fascicle.initializer.zeros.Zeros;
import org.fascicle.layer.dense.Dense;
import org.fascicle.loss.meansquarederror.MeanSquaredError;
import org.fascicle.metric.accuracy.Accuracy;
import org.fascicle.optimizer.adam.Adam;
import org.fascicle.regularizer.l2.L2;
import org.fascicle.schedule.exponential.Exponential;
import org.fascicle.testing.Techniques;
import org.fascicle.transform.clipbynorm.ClipByNorm;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Models of the built-in techniques on the reference backend, without a framework. */
public final class Networks {
    /** One of each kind, beside which the others lie. */
    private static final List<Class<?>> MEMBERS = List.of(Elu.class, MaxNorm.class, Zeros.class, Dense.class,
            MeanSquaredError.class, Accuracy.class, Adam.class, L2.class, Exponential.class, ClipByNorm.class);
    private static final InstalledTechniques TECHNIQUES = new Installed(types());
    private static final Fascicle FASCICLE = made();

    private Networks() {}

    /** The service. */
    public static Fascicle fascicle() {
        return FASCICLE;
    }

    /** The built-in techniques. */
    public static org.fascicle.api.technique.Techniques techniques() {
        return TECHNIQUES;
    }

    /** The names of the built-in techniques of a kind. */
    public static List<String> names(Kind kind) {
        return types().stream().filter(type -> type.kind() == kind).map(TechniqueType::qualifiedName).toList();
    }

    /**
     * A model whose parameters and states are random, none near a value that hides a fault.
     *
     * @param json its definition; double quotes are written as single ones
     */
    public static Model random(String json, long seed) {
        Model model = FASCICLE.create(Definition.text(json.replace('\'', '"'), "model.json"), Settings.defaults());
        Random random = new Random(seed);
        model.tensors().keySet().forEach(path -> {
            double[] values = model.tensor(path);
            boolean isSpread = path.endsWith("variance");
            for (int i = 0; i < values.length; i++) {
                double number = random.nextGaussian() * 0.5;
                values[i] = (float) (isSpread ? 0.5 + Math.abs(number) : number);
            }
            model.tensor(path, values);
        });
        return model;
    }

    /** Random features. */
    public static float[] features(int count, long seed) {
        Random random = new Random(seed);
        float[] features = new float[count];
        for (int i = 0; i < count; i++) {
            features[i] = (float) random.nextGaussian();
        }
        return features;
    }

    /** Twenty rows of three features of unlike sizes: a time stamp, small numbers, and twice as large ones. */
    public static float[] unlike() {
        float[] features = features(60, 1);
        for (int i = 0; i < features.length; i++) {
            features[i] = i % 3 == 0 ? 1.6e9f + 128 * i : features[i] * (i % 3);
        }
        return features;
    }

    /** A dense layer on three features that are standardized by some rows. */
    public static Model standardized(float[] features) {
        Data data = Data.of(MemoryRows.of(Shape.of(3), features)).scaled(Scale.STANDARD);
        Definition definition = Definition.text("{\"fascicle\": 1, \"network\": [{\"dense\": {\"units\": 2}}]}", "model.json");
        return FASCICLE.create(definition, data, Settings.defaults());
    }

    private static List<TechniqueType> types() {
        List<TechniqueType> types = new ArrayList<>();
        MEMBERS.forEach(member -> Techniques.beside(member).forEach(record -> types.add(TechniqueType.of(record))));
        return types;
    }

    private static Fascicle made() {
        Backend backend = new ReferenceBackend();
        BundleContext context = proxy(BundleContext.class, backend);
        Backends backends = new Backends(context);
        backends.add(reference());
        return new FascicleComponent(context, TECHNIQUES, backends);
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<Backend> reference() {
        return proxy(ServiceReference.class, 0);
    }

    /** A part of a framework that holds nothing but one backend. */
    private static <T> T proxy(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(Networks.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getBundles" -> new Bundle[0];
                    case "getService", "compareTo" -> answer;
                    case "hashCode" -> 0;
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> type.getSimpleName();
                    case "getBundle" -> null;
                    default -> throw new UnsupportedOperationException(method.toString());
                }));
    }

    private record Installed(List<TechniqueType> types) implements InstalledTechniques {
        @Override
        public Collection<TechniqueType> all() {
            return types;
        }

        @Override
        public TechniqueType find(Kind kind, String name, String range) {
            return types.stream().filter(type -> type.kind() == kind && type.isCalled(name)).findFirst()
                    .orElseThrow(() -> new InputException("there is no " + kind + " '" + name + "'"));
        }

        @Override
        public long changes() {
            return 0;
        }

        @Override
        public void awaitChange(long seen, long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }
}

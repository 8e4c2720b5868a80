package org.fascicle.builder;

import static org.fascicle.builder.Activations.relu;
import static org.fascicle.builder.DataSources.digits;
import static org.fascicle.builder.Layers.dense;
import static org.fascicle.builder.Losses.meanSquaredError;
import static org.fascicle.builder.ModelBuilder.model;
import static org.fascicle.builder.Optimizers.adam;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.builder.technique.ActivationDefinition;
import org.fascicle.builder.technique.ConstraintDefinition;
import org.fascicle.builder.technique.DataDefinition;
import org.fascicle.builder.technique.InitializerDefinition;
import org.fascicle.builder.technique.LayerDefinition;
import org.fascicle.builder.technique.LossDefinition;
import org.fascicle.builder.technique.MetricDefinition;
import org.fascicle.builder.technique.OptimizerDefinition;
import org.fascicle.builder.technique.RegularizerDefinition;
import org.fascicle.builder.technique.ScheduleDefinition;
import org.fascicle.builder.technique.TechniqueDefinition;
import org.fascicle.builder.technique.TransformDefinition;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueSpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each technique with all of its options: what the builder says, the platform reads, its schema permits, and JSON keeps. */
class RoundTripTest {
    @TestFactory
    List<DynamicTest> everyTechnique() {
        return Installed.techniques().all().stream().map(type -> DynamicTest.dynamicTest(type.kind() + " " + type.name(), () -> {
            for (TechniqueDefinition value : full(type)) {
                ModelBuilder model = holding(value);
                String text = Json.text(model);
                assertEquals(model.tree(), Json.tree(text));
                assertEquals(List.of(), Schema.problems(text));
                assertEquals(model, model(model.definition()));
                TechniqueSpec spec = specs(Json.spec(model)).stream()
                        .filter(s -> s.kind() == value.kind() && s.name().equals(value.technique())
                                && s.options().size() == value.options().size())
                        .findFirst().orElseThrow();
                assertRead(value.options(), spec.options());
                assertEquals("[0.0,100)", spec.range());
            }
        })).collect(Collectors.toList());
    }

    /** A value with all options, once for each combination of a factory with the first, the second, … method of each option. */
    private static List<TechniqueDefinition> full(TechniqueType type) throws ReflectiveOperationException {
        List<Option> required = type.options().stream().filter(Option::isRequired).collect(Collectors.toList());
        List<Option> others = type.options().stream().filter(option -> !option.isRequired()).collect(Collectors.toList());
        List<TechniqueDefinition> values = new ArrayList<>();
        for (Method factory : Typed.factories(type)) {
            if (!Typed.canBeMade(factory, required)) {
                continue;
            }
            for (int way = 0; way < 2; way++) {
                TechniqueDefinition value = Typed.made(factory, required);
                for (Option option : others) {
                    List<Method> withers = Typed.withers(value.getClass(), option.name());
                    value = Typed.with(value, withers.get(Math.min(way, withers.size() - 1)), option);
                }
                assertEquals(type.options().size(), value.options().size(), value.toString());
                values.add(value.version("[0.0,100)"));
            }
        }
        return values;
    }

    private static ModelBuilder holding(TechniqueDefinition value) {
        ModelBuilder usual = model(dense(3).activation(relu())).data(digits()).loss(meanSquaredError()).optimizer(adam());
        return switch (value.kind()) {
            case LAYER -> usual.layers((LayerDefinition) value);
            case INITIALIZER -> usual.layers(dense(3).kernelInitializer((InitializerDefinition) value));
            case ACTIVATION -> usual.layers(dense(3).activation((ActivationDefinition) value));
            case OPTIMIZER -> usual.optimizer((OptimizerDefinition) value);
            case SCHEDULE -> usual.optimizer(adam().learningRate((ScheduleDefinition) value));
            case REGULARIZER -> usual.layers(dense(3).kernelRegularizer((RegularizerDefinition) value));
            case CONSTRAINT -> usual.layers(dense(3).kernelConstraint((ConstraintDefinition) value));
            case WATCH -> throw new IllegalArgumentException("no model names " + value);
            case TRANSFORM -> usual.updates((TransformDefinition) value);
            case LOSS -> usual.loss((LossDefinition) value);
            case METRIC -> usual.metrics((MetricDefinition) value);
            case DATA -> usual.data((DataDefinition) value);
        };
    }

    /** All techniques of a model, those within options included; the outer ones and the last ones first. */
    private static List<TechniqueSpec> specs(ModelSpec model) {
        List<TechniqueSpec> all = new ArrayList<>(model.techniques());
        Collections.reverse(all);
        for (int i = 0; i < all.size(); i++) {
            for (Object option : all.get(i).options().values()) {
                if (option instanceof TechniqueSpec) {
                    all.add((TechniqueSpec) option);
                }
            }
        }
        return all;
    }

    private static void assertRead(Map<String, Object> given, Map<String, Object> read) {
        Map<String, Object> expected = new LinkedHashMap<>(given);
        assertEquals(expected.keySet(), read.keySet());
        expected.forEach((name, value) -> assertValue(name, value, read.get(name)));
    }

    private static void assertValue(String name, Object value, Object what) {
        if (what instanceof List && ((List<?>) what).stream().anyMatch(TechniqueSpec.class::isInstance)) {
            List<?> all = (List<?>) what;
            assertEquals(((List<?>) value).size(), all.size(), name);
            for (int i = 0; i < all.size(); i++) {
                assertValue(name, ((List<?>) value).get(i), all.get(i));
            }
        } else if (what instanceof TechniqueSpec) {
            TechniqueSpec inner = (TechniqueSpec) what;
            if (value instanceof String) {
                assertEquals(value, inner.name());
                assertTrue(inner.options().isEmpty());
            } else {
                assertRead(options(value, inner.name()), inner.options());
            }
        } else {
            assertEquals(value, what, name);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> options(Object tree, String name) {
        return (Map<String, Object>) ((Map<String, Object>) tree).get(name);
    }
}

package org.fascicle.builder.tests;

import static org.fascicle.builder.Activations.elu;
import static org.fascicle.builder.Activations.softmax;
import static org.fascicle.builder.DataSources.digits;
import static org.fascicle.builder.Layers.batchNormalization;
import static org.fascicle.builder.Layers.dense;
import static org.fascicle.builder.Layers.flatten;
import static org.fascicle.builder.Losses.sparseCategoricalCrossentropy;
import static org.fascicle.builder.Metrics.accuracy;
import static org.fascicle.builder.ModelBuilder.model;
import static org.fascicle.builder.Optimizers.adam;
import static org.fascicle.builder.Schedules.exponential;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Scale;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.builder.ModelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.service.ServiceExtension;

/** The bundle as it is, and what the platform makes of what it says. */
@ExtendWith(ServiceExtension.class)
public class BuiltModelTest {
    private static final ModelBuilder DIGITS = model(flatten(), dense(20).activation(elu().alpha(1.0)), batchNormalization(),
            dense(10).activation(softmax()))
            .data(digits().validation(300).scale(Scale.UNIT)).loss(sparseCategoricalCrossentropy()).metrics(accuracy())
            .optimizer(adam().learningRate(exponential(0.01, 0.5, 1))).epochs(2).seed(7);

    @InjectService(timeout = 30_000)
    Fascicle fascicle;

    @Test
    void theBundleNeedsTheApiAlone() {
        Bundle bundle = FrameworkUtil.getBundle(ModelBuilder.class);
        assertEquals("fascicle.builder", bundle.getSymbolicName());
        List<String> packages = bundle.adapt(BundleWiring.class).getRequiredWires("osgi.wiring.package").stream()
                .map(wire -> (String) wire.getCapability().getAttributes().get("osgi.wiring.package"))
                .collect(Collectors.toList());
        assertFalse(packages.isEmpty());
        assertTrue(packages.stream().allMatch(name -> name.startsWith("org.fascicle.api.")), packages.toString());
        List<String> imports = Arrays.stream(bundle.getHeaders().get("Import-Package").split(",(?=[a-z])"))
                .filter(clause -> !clause.startsWith("org.fascicle.api.")).collect(Collectors.toList());
        assertEquals(List.of(), imports);
        assertEquals(List.of("osgi.ee"), bundle.adapt(BundleWiring.class).getRequirements(null).stream()
                .map(requirement -> requirement.getNamespace()).filter(name -> !name.equals("osgi.wiring.package"))
                .distinct().collect(Collectors.toList()));
    }

    @Test
    void builderAndJsonBothWays() {
        String json = fascicle.json(DIGITS.definition());
        Definition read = fascicle.tree(Definition.text(json, "digits.json"));
        assertEquals(DIGITS.tree(), read.tree().orElseThrow());
        assertEquals(DIGITS, model(read));
        assertEquals(json, fascicle.json(model(read).definition()));
    }

    @Test
    void theSameNumbersFromBuilderAndJson() {
        assertArrayEquals(trained(DIGITS.definition()),
                trained(Definition.text(fascicle.json(DIGITS.definition()), "digits.json")));
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() {
        Definition wrong = model(flatten(), dense(0)).data(digits()).loss(sparseCategoricalCrossentropy()).optimizer(adam())
                .definition("my model");
        InputException problem = assertThrows(InputException.class, () -> fascicle.json(wrong));
        assertEquals("my model: at /network/1/dense/units: must be a whole number in [1,inf), not 0", problem.getMessage());
    }

    private float[] trained(Definition definition) {
        try (Model model = fascicle.create(definition, Settings.defaults())) {
            fascicle.train(model).start().join();
            return model.predict(new float[64], 1);
        }
    }
}

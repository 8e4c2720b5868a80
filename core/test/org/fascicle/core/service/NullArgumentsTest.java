package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Batch;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Scale;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.measure.Measurement;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.core.training.Toys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a caller may give to the platform is refused by name if it is null. */
class NullArgumentsTest {
    private final Fascicle fascicle = Fixture.fascicle(new Fixture.TestBackend("tests"));
    private final TreeSet<String> checked = new TreeSet<>();

    @TempDir
    Path folder;

    @Test
    void noArgumentMayBeNullUnlessItsTypeSaysSo() throws Exception {
        Definition definition = Fixture.definition(Fixture.LAYERS, Fixture.REST);
        Data data = Data.of(new Toys.PointRows(12, 3, 3, 0));
        Path archive = folder.resolve("model.fasc");
        try (Model model = fascicle.create(definition, Settings.defaults());
                Training training = fascicle.train(model).start()) {
            training.join();
            training.save(archive);
            TrainingPlan plan = fascicle.train(model);
            List<Object> values = List.of(definition, data, archive, model, Settings.defaults(), TrainingListener.NONE,
                    Scale.UNIT, InputFile.of(archive), TrainingState.of(1, new TreeMap<>()), List.of("a", "b", "c"),
                    data.training(), "linear/kernel", new float[12], new double[12], new int[4], new float[1][3],
                    new TreeMap<>());
            check(Fascicle.class, fascicle, values);
            check(Measurement.class, new MeasurementComponent(), values);
            check(Model.class, model, values);
            check(TrainingPlan.class, plan, values);
            check(Training.class, training, values);
            check(Data.class, data, values);
            check(Definition.class, definition, values);
            check(Settings.class, Settings.defaults(), values);
            check(Batch.class, Batch.of(4), values);
            check(ModelNeed.class, ModelNeed.toPredict("need", archive), values);
            assertDoesNotThrow(() -> Settings.defaults().backend(null).precision(null));
        }
        assertTrue(checked.containsAll(List.of("Fascicle.resume 2", "Model.predict 0", "TrainingPlan.set 1", "Data.scaled 0",
                "Definition.tree 1", "Training.save 0")), checked.toString());
    }

    @Test
    void nullWithinAnArgumentIsNamedToo() {
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, Fixture.REST), Settings.defaults())) {
            assertEquals("row 1 is null", refused(() -> model.predict(new float[][] {new float[3], null})));
            assertEquals("there are no features of the input 'input'; there are those of: input",
                    refused(() -> model.predict(Collections.singletonMap("input", null), 1)));
            assertEquals("the weights of classes hold null: {1=null}",
                    refused(() -> fascicle.train(model).classWeights(Collections.singletonMap(1, null))));
        }
    }

    private static String refused(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(InputException.class, action).getMessage();
    }

    /** Calls each public method once for each argument that is an object, with null for it and good values for the others. */
    private void check(Class<?> type, Object target, List<Object> values) throws IllegalAccessException {
        for (Method method : type.getDeclaredMethods()) {
            if (!Modifier.isPublic(method.getModifiers())) {
                continue;
            }
            AnnotatedType[] types = method.getAnnotatedParameterTypes();
            for (int at = 0; at < types.length; at++) {
                boolean may = method.getParameterTypes()[at].isPrimitive() || types[at].isAnnotationPresent(Nullable.class)
                        || method.getName().equals("equals");
                if (!may) {
                    check(target, method, at, values);
                }
            }
        }
    }

    private void check(Object target, Method method, int at, List<Object> values) throws IllegalAccessException {
        List<Object> arguments = new ArrayList<>();
        for (Class<?> type : method.getParameterTypes()) {
            arguments.add(arguments.size() == at ? null : value(type, values));
        }
        String called = method.getDeclaringClass().getSimpleName() + "." + method.getName() + " " + at;
        String message = null;
        try {
            method.invoke(target, arguments.toArray());
        } catch (InvocationTargetException e) {
            message = e.getCause().getClass().getSimpleName() + ": " + e.getCause().getMessage();
        }
        assertTrue(String.valueOf(message).matches("InputException: the argument '[a-z][A-Za-z]*' is null"),
                called + ": " + message);
        checked.add(called);
    }

    private static Object value(Class<?> type, List<Object> values) {
        if (type.isPrimitive()) {
            return type == int.class ? (Object) 1 : type == long.class ? (Object) 1L : (Object) 0.5;
        }
        return values.stream().filter(type::isInstance).findFirst().orElseThrow(
                () -> new AssertionError("no value of " + type + " among " + Arrays.asList(values)));
    }
}

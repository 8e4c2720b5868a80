package org.fascicle.dashboard.examine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.BatchStream;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.Schema;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Port;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;

/** A network that gives what goes in. */
class PredictingTest {
    private final List<String> advances = new ArrayList<>();

    /** Rows of so many numbers, all 0 but one: that of the row's class; every tenth row has its class and the next one mixed up. */
    private static Rows rows(int count, int width, int classes) {
        return new Rows() {
            @Override
            public int count() {
                return count;
            }

            @Override
            public Shape shape() {
                return Shape.of(width);
            }

            @Override
            public int classes() {
                return classes;
            }

            @Override
            public void features(int row, float[] into, int at) {
                into[at + (label(row) + (row % 10 == 9 ? 1 : 0)) % width] = 2;
            }

            @Override
            public int label(int row) {
                return row / 10 % width;
            }
        };
    }

    private Predictions predict(Data data, Port output) {
        Model model = (Model) Proxy.newProxyInstance(Model.class.getClassLoader(), new Class<?>[] {Model.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "inputs" -> List.of(Port.of("input", data.training().shape(), List.of()));
                    case "outputs" -> List.of(output);
                    case "predict" -> Map.of("output", ((Map<?, ?>) arguments[0]).get("input"));
                    default -> throw new AssertionError(method);
                });
        Fascicle fascicle = (Fascicle) Proxy.newProxyInstance(Fascicle.class.getClassLoader(), new Class<?>[] {Fascicle.class},
                (self, method, arguments) -> data);
        return new Predicting(fascicle).predict(model, 5, (part, all) -> advances.add(part + "/" + all));
    }

    private static Port output(int size) {
        return Port.of("output", Shape.of(size), List.of());
    }

    private String refused(Data data, Port output) {
        return String.valueOf(assertThrows(InputException.class, () -> predict(data, output)).getMessage());
    }

    @Test
    void testRowsAreCounted() {
        Predictions found = predict(Data.of(rows(30, 3, 3), rows(300, 3, 3)),
                output(3).meaning(Domain.Outputs.DISTRIBUTION_LOGITS));
        assertEquals("all 300 test rows", found.words());
        Confusion confusion = found.outputs().get(0);
        assertEquals(List.of("0", "1", "2"), confusion.classes());
        assertEquals(90, confusion.count(1, 1));
        assertEquals(10, confusion.count(1, 2));
        assertEquals(0, confusion.count(1, 0));
        double e = Math.exp(2);
        assertEquals(e / (e + 2), confusion.examples(1, 2).get(0).probability(), 1e-12);
        assertEquals(List.of("0/300", "256/300"), advances);
    }

    @Test
    void withoutTestRowsThoseToValidateWithOrTrainOnAreTaken() {
        assertEquals("all 20 validation rows", predict(Data.of(rows(30, 3, 3)).validation(rows(20, 3, 3)), output(3)).words());
        assertEquals("all 30 training rows", predict(Data.of(rows(30, 3, 3)), output(3)).words());
    }

    @Test
    void ofManyRowsSomeAreTakenFromAllPlaces() {
        Predictions found = predict(Data.of(rows(60_000, 3, 3)), output(3));
        assertEquals("20000 of 60000 training rows", found.words());
        Confusion confusion = found.outputs().get(0);
        long all = 0;
        for (int i = 0; i < 9; i++) {
            all += confusion.count(i / 3, i % 3);
        }
        assertEquals(20_000, all);
        assertTrue(confusion.count(0, 0) > 5000 && confusion.count(1, 1) > 5000 && confusion.count(2, 2) > 5000);
    }

    @Test
    void oneNumberIsTheProbabilityOfTheSecondClass() {
        Confusion confusion = predict(Data.of(rows(100, 1, 2)), output(1).meaning(Domain.Outputs.LOGITS)).outputs().get(0);
        assertEquals(100, confusion.count(0, 1));
        assertEquals(1 / (1 + Math.exp(-2)), confusion.examples(0, 1).get(0).probability(), 1e-12);
    }

    @Test
    void whatCannotBeShownIsSaid() {
        Data classes = Data.of(rows(30, 3, 3));
        assertTrue(refused(Data.of(rows(30, 3, 0)), output(3)).contains("predicts numbers, and no classes"));
        assertTrue(refused(classes, output(3).multiLabel()).contains("several classes at once"));
        assertTrue(refused(classes, output(2)).contains("has 2 numbers, and the data have 3 classes"));
        assertTrue(refused(classes, Port.of("output", Shape.of(3, 3), List.of())).contains("for each place of a row"));
        assertTrue(refused(Data.of(rows(30, 101, 101)), output(101)).contains("more than 100 classes"));
        assertTrue(refused(classes.reconstructing(), output(3)).contains("reconstructs"));
        BatchStream stream = BatchStream.of(Schema.of(Shape.of(3)).classes(3), List.of());
        assertTrue(refused(Data.of(rows(30, 3, 3), stream), output(3)).contains("the test rows come as a stream"));
    }
}

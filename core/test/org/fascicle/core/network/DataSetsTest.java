package org.fascicle.core.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.fascicle.api.loss.Loss;
import org.fascicle.api.network.Network.Subset;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.model.DataSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.training.Examples;
import org.fascicle.core.training.Scaling;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.Test;

class DataSetsTest {
    @Test
    void validationRowsAreTheLastOfTheTrainingRows() {
        DataSets data = open("'validation': 4, 'test': 4");
        assertEquals(16, data.examples(Subset.TRAINING).count());
        Examples validation = data.examples(Subset.VALIDATION);
        assertEquals(4, validation.count());
        assertEquals(16 % 3, validation.label(0));
        assertEquals(19 % 3, validation.label(3));
        assertEquals(4, data.examples(Subset.TEST).count());
        assertEquals(1, data.examples(Subset.TEST).label(1));
        assertEquals(2, open("'validation': 0.1").examples(Subset.VALIDATION).count());
    }

    @Test
    void whatIsNotThereIsRefused() {
        DataSets data = open("");
        assertTrue(data.has(Subset.TRAINING));
        assertFalse(data.has(Subset.VALIDATION));
        assertFalse(data.has(Subset.TEST));
        InputException none = assertThrows(InputException.class, () -> data.examples(Subset.VALIDATION));
        assertEquals("model.json: at /data/points: the data have no validation rows", none.getMessage());
        assertEquals("the data have no test rows",
                assertThrows(InputException.class, () -> data.examples(Subset.TEST)).problem());
    }

    @Test
    void scalingIsFittedOnTheTrainingRowsUnlessItIsGiven() {
        Scaling fitted = open("'validation': 5, 'scale': 'standard'").scaling();
        assertArrayEquals(Scaling.fit(DataSpec.Scale.STANDARD, new Toys.PointRows(20, 3, 3, 0), 15).shift(),
                fitted.shift());
        Scaling given = new Scaling(new double[] {1, 2, 3}, new double[] {1, 1, 2});
        DataSets data = DataSets.open(Toys.model("'scale': 'standard'", "{'linear': {'units': 3}}",
                "'loss': 'cross_entropy', 'optimizer': 'heavy_ball'"), new TechniqueFactory(Toys.techniques()), List.of(), given,
                Loss.Target.LABEL);
        float[] raw = new float[3];
        data.rows().features(7, raw, 0);
        float[] scaled = new float[3];
        data.examples(Subset.TRAINING).features(7, 1, scaled);
        assertArrayEquals(new float[] {raw[0] - 1, raw[1] - 2, (float) ((raw[2] - 3.0) * 2)}, scaled);
    }

    @Test
    void someClassesAloneAreNumberedAnew() {
        DataSets all = open("'validation': 4, 'test': 4");
        DataSets some = open("'validation': 4, 'test': 4, 'only_classes': [2, 0]");
        assertEquals(2, some.rows().classes());
        assertEquals(13 - 4, some.examples(Subset.TRAINING).count());
        Examples test = some.examples(Subset.TEST);
        assertEquals(3, test.count());
        assertEquals(List.of(1, 0, 1), List.of(test.label(0), test.label(1), test.label(2)));
        float[] expected = new float[3];
        all.examples(Subset.TEST).features(2, 1, expected);
        float[] found = new float[3];
        test.features(1, 1, found);
        assertArrayEquals(expected, found);
    }

    @Test
    void dataThatDoNotFitAreRefused() {
        refused("there is no class 3", "'only_classes': [0, 3]");
        refused("it would hold back 20 rows for validation, but there are only 20", "'validation': 20");
        refused("data (points): there are no rows", "'rows': 0");
        refused("data (points): test rows have the shape [2], training rows [3]", "'test': 4, 'test_width': 2");
        refused("the data cannot be read: java.io.IOException: the disk is gone", "'unreadable': true");
    }

    private static void refused(String problem, String options) {
        assertEquals(problem, assertThrows(InputException.class, () -> open(options)).problem());
    }

    private static DataSets open(String options) {
        return DataSets.open(Toys.model(options, "{'linear': {'units': 3}}", "'loss': 'cross_entropy', 'optimizer': 'heavy_ball'"),
                new TechniqueFactory(Toys.techniques()), List.of(), null, Loss.Target.LABEL);
    }
}

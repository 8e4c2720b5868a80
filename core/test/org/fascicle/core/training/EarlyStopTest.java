package org.fascicle.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.metric.Direction;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.schedule.Moment;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.junit.jupiter.api.Test;

class EarlyStopTest {
    @Test
    void lossesShrinkAndScoresGrow() {
        List<Double> values = List.of(0.5, 0.4, 0.6);
        assertEquals(1, rule("'monitor': 'val_loss'").best(values));
        assertEquals(2, rule("'monitor': 'accuracy'").best(values));
        assertEquals(2, rule("'monitor': 'val_accuracy'").best(values));
        assertEquals(-1, rule("'monitor': 'val_loss'").best(List.of()));
    }

    @Test
    void aGainMustExceedTheMinimum() {
        EarlyStop rule = rule("'monitor': 'val_loss', 'min_delta': 0.25");
        assertEquals(0, rule.best(List.of(1.0, 0.75)));
        assertEquals(1, rule.best(List.of(1.0, 0.5)));
        // Each of these gains is small, but the third value is far better than the best one.
        assertEquals(2, rule.best(List.of(1.0, 0.875, 0.625)));
        assertEquals(0, rule("'monitor': 'val_loss'").best(List.of(1.0, 1.0)));
    }

    @Test
    void patienceIsTheNumberOfEpochsWithoutGain() {
        EarlyStop rule = rule("'monitor': 'val_loss', 'patience': 2");
        assertFalse(rule.stops(List.of(), 0));
        assertFalse(rule.stops(List.of(1.0, 2.0), 0));
        assertTrue(rule.stops(List.of(1.0, 2.0, 2.0), 0));
        assertFalse(rule.stops(List.of(1.0, 2.0, 0.5, 0.75), 0));
    }

    @Test
    void withoutPatienceTheFirstEpochThatDoesNotGainStops() {
        EarlyStop rule = rule("'monitor': 'val_loss'");
        assertFalse(rule.stops(List.of(1.0), 0));
        assertFalse(rule.stops(List.of(1.0, 0.5, 0.25), 0));
        assertTrue(rule.stops(List.of(1.0, 0.5, 0.5), 0));
    }

    @Test
    void nanImprovesOnNothing() {
        EarlyStop rule = rule("'monitor': 'val_loss', 'patience': 3");
        assertEquals(1, rule.best(List.of(Double.NaN, 2.0, Double.NaN)));
        assertEquals(-1, rule.best(List.of(Double.NaN)));
        assertFalse(rule.stops(List.of(Double.NaN, Double.NaN), 0));
        assertEquals(1, rule.best(List.of(Double.POSITIVE_INFINITY, 5.0)));
    }

    @Test
    void nobodyWaitsInEpochsThatAnotherSystemMade() {
        EarlyStop rule = rule("'monitor': 'val_loss', 'patience': 2, 'baseline': 0.5");
        List<Double> values = List.of(Double.NaN, Double.NaN, Double.NaN, 0.9, 0.9);
        assertFalse(rule.stops(values.subList(0, 3), 3));
        assertFalse(rule.stops(values.subList(0, 4), 3));
        assertTrue(rule.stops(values, 3));
    }

    @Test
    void theModeSaysWhatIsBetter() {
        List<Double> values = List.of(0.5, 0.4, 0.6);
        assertEquals(2, rule("'monitor': 'val_loss', 'mode': 'max'").best(values));
        assertEquals(1, rule("'monitor': 'accuracy', 'mode': 'min'").best(values));
        assertEquals(2, rule("'monitor': 'accuracy', 'mode': 'auto'").best(values));
    }

    @Test
    void theFirstEpochsMayBeLeftOut() {
        EarlyStop rule = rule("'monitor': 'val_loss', 'start_from_epoch': 2");
        assertFalse(rule.stops(List.of(1.0, 2.0), 0));
        assertEquals(-1, rule.best(List.of(1.0, 2.0)));
        assertFalse(rule.stops(List.of(1.0, 2.0, 3.0), 0));
        assertEquals(2, rule.best(List.of(1.0, 2.0, 3.0)));
        assertTrue(rule.stops(List.of(1.0, 2.0, 3.0, 3.0), 0));
    }

    /** Keras counts on while what improves is still worse than the baseline, but stops in an epoch that does not improve. */
    @Test
    void waitingEndsOnlyWithWhatBeatsTheBaseline() {
        EarlyStop rule = rule("'monitor': 'val_loss', 'patience': 3, 'baseline': 0.5");
        List<Double> slow = List.of(1.0, 0.9, 0.8, 0.7, 0.75);
        assertFalse(rule.stops(slow.subList(0, 4), 0));
        assertTrue(rule.stops(slow, 0));
        assertEquals(3, rule.best(slow));
        assertFalse(rule.stops(List.of(1.0, 0.9, 0.4, 0.7, 0.75), 0));
        assertTrue(rule.stops(List.of(1.0, 0.9, 0.4, 0.7, 0.75, 0.8), 0));
    }

    @Test
    void watchesOnlyWhatIsReported() {
        EarlyStop rule = rule("'monitor': 'val_loss'");
        rule.require(Set.of("loss", "val_loss"));
        InputException unvalidated = assertThrows(InputException.class, () -> rule.require(Set.of("loss")));
        assertEquals("/training/early_stopping/monitor", unvalidated.pointer());
        assertEquals("early stopping watches 'val_loss', which is not among what is reported: loss", unvalidated.problem());
        assertEquals("Set \"validation\" of the data, or watch 'loss'", unvalidated.remedy());
        InputException validated = assertThrows(InputException.class,
                () -> rule("'monitor': 'val_accuracy'").require(Set.of("loss", "val_loss")));
        assertNull(validated.remedy());
        InputException misspelt = assertThrows(InputException.class, () -> rule.require(Set.of("val_lost")));
        assertEquals("Did you mean 'val_lost'?", misspelt.remedy());
        InputException other = assertThrows(InputException.class,
                () -> rule("'monitor': 'accuracy'").require(Set.of("loss")));
        assertNull(other.remedy());
    }

    @Test
    void aMetricSaysItselfWhichWayIsBetter() {
        assertEquals(1, rule("'monitor': 'val_accuracy'").best(List.of(0.5, 0.6, 0.4)));
        assertEquals(2, rule("'monitor': 'accuracy', 'mode': 'min'").best(List.of(0.5, 0.6, 0.4)));
        assertEquals(2, rule("'monitor': 'val_loss'").best(List.of(0.5, 0.6, 0.4)));
        assertEquals(1, rule("'monitor': 'spread', 'mode': 'max'").best(List.of(0.5, 0.6, 0.4)));
        InputException unsaid = assertThrows(InputException.class, () -> rule("'monitor': 'val_spread'"));
        assertEquals("/training/early_stopping/monitor", unsaid.pointer());
        assertEquals("early stopping watches 'val_spread', which does not say whether more or less is better", unsaid.problem());
        assertEquals("Add \"mode\": \"max\" or \"mode\": \"min\"", unsaid.remedy());
    }

    @Test
    void schedulesKnowWhichWayIsBetter() {
        ModelSpec model = model("'monitor': 'val_loss'");
        Moment moment = new Directions(model, new TechniqueFactory(Toys.techniques())).within(new Clock(4, 2));
        assertEquals(List.of(Direction.DOWN, Direction.DOWN, Direction.UP, Direction.UP, Direction.NONE, Direction.NONE),
                Stream.of("loss", "val_loss", "accuracy", "val_accuracy", "spread", "learning_rate").map(moment::direction)
                        .collect(Collectors.toList()));
        assertEquals(List.of(4L, 2L, 0L), List.of(moment.stepsPerEpoch(), (long) moment.epochs(), moment.step()));
    }

    private static EarlyStop rule(String options) {
        ModelSpec model = model(options);
        return new EarlyStop(model.training().earlyStopping(), model.source(EarlyStop.PLACE),
                new Directions(model, new TechniqueFactory(Toys.techniques())));
    }

    private static ModelSpec model(String options) {
        return Toys.model("'validation': 5", "{'linear': {'units': 3}}", "'loss': 'squares', 'metrics': ['accuracy', 'spread'], "
                + "'optimizer': 'heavy_ball', 'training': {'early_stopping': {" + options + "}}");
    }
}

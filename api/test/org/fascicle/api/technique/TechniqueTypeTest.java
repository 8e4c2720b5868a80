package org.fascicle.api.technique;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TechniqueTypeTest {
    private static final Mixed.Form LAST = Mixed.Form.LAST_ONE;

    private final TechniqueType type = TechniqueType.of(Mixed.class);

    @Test
    void tellsWhatTheAnnotationSays() {
        assertEquals(Kind.LAYER, type.kind());
        assertEquals("com.example", type.namespace());
        assertEquals("mixed", type.name());
        assertEquals("com.example:mixed", type.qualifiedName());
        assertEquals("layer com.example:mixed 0.0.0", type.toString());
        assertEquals("Has all.", type.description());
        assertEquals("", type.formula());
        assertEquals("", type.provider());
        assertEquals("twice", TechniqueType.of(Twice.class).qualifiedName());
    }

    @Test
    void optionsComeFromTheComponents() {
        Map<String, Option.Type> types = type.options().stream()
                .collect(Collectors.toMap(Option::name, Option::type));
        assertEquals(Map.of("units", Option.Type.INTEGER, "negative_slope", Option.Type.NUMBER, "use_bias", Option.Type.FLAG,
                "form", Option.Type.TEXT, "rate", Option.Type.SCHEDULED, "sizes", Option.Type.INTEGERS,
                "scales", Option.Type.NUMBERS, "activation", Option.Type.TECHNIQUE, "subset", Option.Type.TEXT), types);
        assertEquals(List.of("units", "negative_slope"), type.options().stream().map(Option::name).limit(2)
                .collect(Collectors.toList()));
        assertTrue(option("units").isRequired());
        assertTrue(option("subset").isOptional());
        assertEquals(Optional.of(Kind.ACTIVATION), option("activation").kind());
        assertEquals(List.of("plain", "last_one"), option("form").choices());
        assertEquals("[1,inf)", option("units").range().orElseThrow().toString());
        assertTrue(type.option("unit").isEmpty());
    }

    @Test
    void defaultsFillWhatIsMissing() {
        Mixed made = (Mixed) type.create(Map.of("units", 3, "activation", new Twice()));
        assertEquals(3, made.units());
        assertEquals(0.25, made.negativeSlope());
        assertTrue(made.useBias());
        assertSame(LAST, made.form());
        assertEquals(0.5, made.rate().number());
        assertEquals(List.of(3, 5), made.sizes());
        assertEquals(List.of(), made.scales());
        assertNull(made.subset());
    }

    @Test
    void givenValuesCount() {
        Mixed made = (Mixed) type.create(Map.of("units", 3, "activation", new Twice(), "form", "plain", "use_bias", false,
                "rate", Scheduled.by("/rate"), "scales", List.of(0.5), "subset", "x"));
        assertSame(Mixed.Form.PLAIN, made.form());
        assertEquals("/rate", made.rate().key());
        assertEquals(List.of(0.5), made.scales());
        assertEquals("x", made.subset());
    }

    @Test
    void wrongValuesAreRefusedByName() {
        refused("units", "must be given: a whole number in [1,inf)", Map.of());
        refused("units", "must be a whole number in [1,inf), not 0", Map.of("units", 0));
        refused("units", "must be a whole number in [1,inf), not 2.0", Map.of("units", 2.0));
        refused("activation", "must be given: an activation", Map.of("units", 1));
        refused("activation", "must be an activation", Map.of("units", 1, "activation", "relu"));
        refused("negative_slope", "must be a number, not NaN", Map.of("units", 1, "negative_slope", Double.NaN));
        refused("use_bias", "must be true or false, not yes", Map.of("units", 1, "use_bias", "yes"));
        refused("form", "must be one of plain, last_one, not first", Map.of("units", 1, "form", "first"));
        refused("rate", "must be a number in [0,1) or a schedule, not 1.0", Map.of("units", 1, "rate", Scheduled.of(1)));
        refused("sizes", "must be a list of whole numbers in [1,inf), not [1, 0]", Map.of("units", 1, "sizes", List.of(1, 0)));
        refused("scales", "must be a list of numbers, not [1]", Map.of("units", 1, "scales", List.of(1)));
    }

    @Test
    void listsOfTechniquesAreOptionsAsWell() {
        TechniqueType lists = TechniqueType.of(Lists.class);
        Option layers = lists.option("layers").orElseThrow();
        assertSame(Option.Type.TECHNIQUES, layers.type());
        assertEquals(Optional.of(Kind.LAYER), layers.kind());
        assertEquals("a list of techniques of the kind layer", layers.expectation());
        assertEquals(List.of(), lists.option("activations").orElseThrow().defaultValue());
        Layer layer = (x, scope) -> x;
        Lists made = (Lists) lists.create(Map.of("layers", List.of(layer, layer)));
        assertEquals(List.of(layer, layer), made.layers());
        assertEquals(List.of(), made.activations());
        assertNull(made.others());
        for (Object wrong : List.of(layer, List.of("dense"), List.of(new Twice()))) {
            OptionException refused = assertThrows(OptionException.class, () -> lists.create(Map.of("layers", wrong)));
            assertEquals("layers", refused.option());
            assertEquals("must be a list of techniques of the kind layer", refused.getMessage());
        }
        assertThrows(OptionException.class, () -> lists.create(Map.of()));
    }

    @Technique("com.example:lists")
    record Lists(List<Layer> layers, @Default("") List<Activation> activations, @Default("null") List<Layer> others)
            implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x;
        }
    }

    @Test
    void nullIsForOptionalOptionsOnly() {
        Map<String, Object> values = new HashMap<>(Map.of("units", 1, "activation", new Twice()));
        values.put("subset", null);
        assertNull(((Mixed) type.create(values)).subset());
        values.put("form", null);
        refused("form", "must be one of plain, last_one, not null", values);
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheNearest() {
        refused("negative_slop", "unknown option of com.example:mixed. Did you mean 'negative_slope'?",
                Map.of("negative_slop", 1.0));
        refused("zzz", "unknown option of com.example:mixed; it has units, negative_slope, use_bias, form, rate, sizes, scales, "
                + "activation, subset", Map.of("zzz", 1.0));
        OptionException none = assertThrows(OptionException.class, () -> TechniqueType.of(Twice.class).create(Map.of("x", 1)));
        assertEquals("unknown option of twice; it has none", none.getMessage());
    }

    @Test
    void whatTheRecordThrowsIsReported() {
        OptionException refused = assertThrows(OptionException.class,
                () -> type.create(Map.of("units", 13, "activation", new Twice())));
        assertNull(refused.option());
        assertEquals("13 units bring bad luck", refused.getMessage());
        IllegalStateException failed = assertThrows(IllegalStateException.class,
                () -> type.create(Map.of("units", 14, "activation", new Twice())));
        assertEquals("com.example:mixed failed: java.lang.UnsupportedOperationException: not 14", failed.getMessage());
    }

    @Test
    void textsAreParsedAsDefaultsAre() {
        assertEquals(3, option("units").parse("3"));
        assertEquals(0.5, ((Scheduled) option("rate").parse("0.5")).number());
        assertEquals(List.of(1, 2), option("sizes").parse(" 1 , 2 "));
        assertEquals(false, option("use_bias").parse("false"));
        assertEquals("plain", option("form").parse("plain"));
        unparsable("must be a whole number in [1,inf), not 'many'", () -> option("units").parse("many"));
        unparsable("must be true or false, not 'yes'", () -> option("use_bias").parse("yes"));
        unparsable("must be one of plain, last_one, not 'first'", () -> option("form").parse("first"));
        unparsable("must be a list of whole numbers in [1,inf), not '1,,2'", () -> option("sizes").parse("1,,2"));
        assertThrows(IllegalStateException.class, option("units")::defaultValue);
        assertThrows(IllegalStateException.class, option("activation")::defaultValue);
    }

    @Test
    void onlyAnnotatedRecordsOfAKindAreTechniques() {
        notATechnique("is not annotated with @Technique", Bare.class);
        notATechnique("implements no kind of technique", Stray.class);
        notATechnique("is no record", Plain.class);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> TechniqueType.of(Odd.class)).getMessage()
                .contains("the component 'age'"));
    }

    @Test
    void theClassIsLoadedWhenItIsNeeded() {
        TechniqueType late = new TechniqueType.Builder(Kind.ACTIVATION, "late", () -> {
            throw new IllegalStateException("gone");
        }).provider("com.example.late").version("1.2.0").description(null).build();
        assertEquals("activation late 1.2.0", late.toString());
        assertEquals("", late.description());
        assertEquals("gone", assertThrows(IllegalStateException.class, late::options).getMessage());
        TechniqueType wrong = new TechniqueType.Builder(Kind.LOSS, "wrong", () -> Twice.class).build();
        assertTrue(assertThrows(IllegalStateException.class, () -> wrong.create(Map.of())).getMessage()
                .contains("is no record that implements org.fascicle.api.loss.Loss"));
    }

    @Test
    void kindsHaveNames() {
        for (Kind kind : Kind.values()) {
            assertEquals(Optional.of(kind), Kind.named(kind.toString()));
        }
        assertEquals(Optional.empty(), Kind.named("layers"));
        assertEquals(Optional.of(Kind.ACTIVATION), Kind.of(Twice.class));
        assertEquals(Optional.empty(), Kind.of(String.class));
    }

    private Option option(String name) {
        return type.option(name).orElseThrow();
    }

    private void refused(String option, String message, Map<String, ?> values) {
        OptionException thrown = assertThrows(OptionException.class, () -> type.create(values));
        assertEquals(option + ": " + message, thrown.option() + ": " + thrown.getMessage());
    }

    private static void unparsable(String message, Executable parsing) {
        assertEquals(message, assertThrows(OptionException.class, parsing).getMessage());
    }

    private static void notATechnique(String why, Class<?> type) {
        String message = assertThrows(IllegalArgumentException.class, () -> TechniqueType.of(type)).getMessage();
        assertEquals(type.getName() + " " + why, message);
    }

    @Technique("twice")
    record Twice() implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return z.mul(2);
        }
    }

    @Technique(value = "com.example:mixed", description = "Has all.")
    record Mixed(@Range("[1,inf)") int units, @Default("0.25") double negativeSlope, @Default("true") boolean useBias,
            @Default("last_one") Form form, @Default("0.5") @Range("[0,1)") Scheduled rate,
            @Default("3,5") @Range("[1,inf)") List<Integer> sizes, @Default("") List<Double> scales,
            @DefaultTechnique(kind = "activation", value = "twice") Activation activation, @Default("null") String subset)
            implements Layer {
        Mixed {
            if (units == 13) {
                throw new IllegalArgumentException("13 units bring bad luck");
            } else if (units == 14) {
                throw new UnsupportedOperationException("not 14");
            }
        }

        @Override
        public Expr apply(Expr x, Scope scope) {
            return x;
        }

        enum Form { PLAIN, LAST_ONE }
    }

    record Bare() implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return z;
        }
    }

    @Technique("stray")
    record Stray() {}

    @Technique("odd")
    record Odd(Long age) implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return z;
        }
    }

    @Technique("plain")
    static final class Plain implements Activation {
        @Override
        public Expr apply(Expr z, Scope scope) {
            return z;
        }
    }
}

package org.fascicle.tck.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.ShorthandOptions;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.backend.reference.ReferenceBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A change of a technique needs the right version, and what is no change needs none. */
class ContractTest {
    private static Contract contract(Class<?> technique, String version) {
        return Contract.of("com.example.planted", version, List.of(type(technique, version)), new ReferenceBackend());
    }

    private static TechniqueType type(Class<?> technique, String version) {
        return new TechniqueType.Builder(Kind.of(technique).orElseThrow(), "planted", () -> technique)
                .namespace("com.example").version(version).shorthand(ShorthandOptions.of(technique).orElse(null)).build();
    }

    private static Class<?> planted(String name) {
        return Arrays.stream(Planted.class.getDeclaredClasses()).filter(each -> each.getSimpleName().equals(name))
                .findFirst().orElseThrow();
    }

    /** What was released, what it became, the change in words, and the lowest version that is right after 1.2.3. */
    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', value = {
        "Released | WithoutCurve    | 2.0.0 | the option 'curve' is gone",
        "Released | Renamed         | 2.0.0 | the option 'alpha' is gone",
        "Released | OtherDefault    | 2.0.0 | the option 'curve': default soft → hard",
        "Released | Narrower        | 2.0.0 | the option 'alpha': range (0,inf) → (0,2]",
        "Released | OtherType       | 2.0.0 | the option 'alpha': type number → integer",
        "Released | RequiredOption  | 2.0.0 | the option 'shift' is new, and must be given",
        "Released | OtherFormula    | 2.0.0 | the output of an input [rows, 6] in training: ",
        "Released | OtherBranch     | 2.0.0 | the output of an input [rows, 4, 5, 2] in training with {curve=hard}: ",
        "Released | OtherGradient   | 2.0.0 | the gradient by x0 of an input [rows, 6] in training: ",
        "Released | OptionWithEffect | 2.0.0 | the output of an input [rows, 6] in training: ",
        "Released | Choosy          | 2.0.0 | it no longer takes an input [rows, 4, 3] in training",
        "Released | NeutralOption   | 1.3.0 | the option 'shift' is new",
        "Released | Wider           | 1.3.0 | the option 'alpha': range (0,inf) → [0,inf)",
        "Choosy   | Released        | 1.3.0 | it takes an input [rows, 4, 3] in training",
        "Dense    | OtherParameter  | 2.0.0 | the parameter check/kernel is gone",
        "Momentum | OtherSlot       | 2.0.0 | the state slots/check/velocity is gone",
        "Momentum | OtherBeginning  | 2.0.0 | the state slots/check/velocity: at first 0.0 → 1.0",
        "Clip     | OtherShorthand  | 2.0.0 | the option 'com.example:limit' of optimizers is gone",
        "Clip     | OtherMeaning    | 2.0.0 | the option 'com.example:limit' of optimizers: limit → match",
        "Clip     | FlaggedClip     | 1.3.0 | the option 'com.example:clips' of optimizers is new",
        "Clip     | StrictClip      | 2.0.0 | gradient 0 of the gradients of tensors ",
        "Clip     | CountingClip    | 2.0.0 | the state slots/tensor2/clips is new: archives of before do not have it",
        "Slower   | Faster          | 2.0.0 | the value after of the values of a tensor [4, 3] in training: ",
        "Hits     | Misses          | 2.0.0 | the way that is better: up → down",
        "Hits     | Whatever        | 2.0.0 | the way that is better: up → none",
        "Whatever | Hits            | 1.3.0 | it says which way is better",
        "Decay    | OtherDecay      | 2.0.0 | the value of twelve steps in three epochs: 1.0 → 0.5"})
    void aChangeAsksForItsVersion(String released, String changed, String right, String words) {
        Contract before = contract(planted(released), "1.2.3");
        List<Change> changes = contract(planted(changed), "1.2.3").since(before);
        assertTrue(changes.stream().anyMatch(change -> change.toString().startsWith(words)), changes.toString());
        assertEquals(right.equals("2.0.0"), changes.stream().anyMatch(Change::isMajor), changes.toString());

        for (String low : right.equals("2.0.0") ? List.of("1.2.3", "1.2.4", "1.3.0") : List.of("1.2.3", "1.2.4")) {
            List<String> problems = contract(planted(changed), low).problems(before);
            String all = String.join("\n", problems);
            assertTrue(all.contains("com.example:planted of com.example.planted has the version " + low)
                    && all.contains("its release 1.2.3: " + right + " would be right"), all);
        }
        for (String high : List.of(right, "2.0.1", "3.0.0")) {
            assertEquals(List.of(), contract(planted(changed), high).problems(before));
        }
    }

    @ParameterizedTest
    @CsvSource({"Released, SameNumbers", "Dense, Dense", "Momentum, Momentum", "Decay, Decay"})
    void whatIsTheSameAsksForNone(String released, String present) {
        Contract before = contract(planted(released), "1.2.3");
        assertEquals(List.of(), contract(planted(present), "1.2.3").since(before));
        assertEquals(List.of(), contract(planted(present), "1.2.3").problems(before));
    }

    @Test
    void belowOneTheMinorNumberStandsForTheMajorOne() {
        Contract before = contract(Planted.Released.class, "0.4.1");
        assertFalse(contract(Planted.Renamed.class, "0.4.2").problems(before).isEmpty());
        assertEquals(List.of(), contract(Planted.Renamed.class, "0.5.0").problems(before));
        assertFalse(contract(Planted.NeutralOption.class, "0.4.1").problems(before).isEmpty());
        assertEquals(List.of(), contract(Planted.NeutralOption.class, "0.4.2").problems(before));
    }

    @Test
    void aVersionBelowTheReleaseIsReported() {
        Contract before = contract(Planted.Released.class, "1.2.3");
        List<String> problems = contract(Planted.Released.class, "1.2.2").problems(before);
        assertTrue(problems.get(0).contains("has the version 1.2.2, and was released as 1.2.3"), problems.toString());
    }

    @Test
    void aTechniqueThatLeftItsBundleIsAChangeOfTheBundle() {
        Contract before = Contract.of("b", "1.0.0", List.of(type(Planted.Released.class, "1.0.0"),
                type(Planted.Decay.class, "1.0.0")), new ReferenceBackend());
        Contract now = Contract.of("b", "1.1.0", List.of(type(Planted.Decay.class, "1.0.0")), new ReferenceBackend());
        assertEquals(List.of("the bundle b has the version 1.1.0, and differs from its release 1.0.0: 2.0.0 would be right"
                + " for a change that breaks what was released\n    the technique activation com.example:planted is gone"),
                now.problems(before));
        assertTrue(before.since(now).stream().noneMatch(Change::isMajor));
    }

    @Test
    void textIsReadAsItWasWritten() {
        for (String each : List.of("Released", "Dense", "Momentum", "Decay")) {
            Contract contract = contract(planted(each), "1.0.0");
            Contract read = Contract.read(contract.text(), "here");
            assertEquals(contract.text(), read.text());
            assertEquals(List.of(), read.since(contract));
            assertEquals("com.example.planted", read.bundle());
        }
        String text = contract(Planted.Released.class, "1.0.0").text();
        List<String> lines = text.lines().filter(line -> line.contains("\"the output\"")).collect(Collectors.toList());
        assertEquals(6, lines.size(), text);
        assertTrue(lines.stream().allMatch(line -> line.matches(".*},?")), text);
        assertThrows(InputException.class, () -> Contract.read("{}", "here"));
        assertThrows(InputException.class, () -> Contract.read("{", "here"));
    }

    /** Numbers may differ as far as machines do. */
    @Test
    void theLastDigitsDoNotCount() {
        Contract before = contract(Planted.Released.class, "1.0.0");
        String text = before.text();
        String number = text.replaceAll("(?s).*?\"first\": \\[ ([0-9.]+).*", "$1");
        double value = Double.parseDouble(number);
        Contract near = Contract.read(text.replace(number, Double.toString(value + 1e-10)), "near");
        Contract far = Contract.read(text.replace(number, Double.toString(value + 1e-7)), "far");
        assertEquals(List.of(), near.since(before));
        assertFalse(far.since(before).isEmpty());
    }

    /** After the kit has learned to ask other questions, what both were asked is compared, and nothing else. */
    @Test
    void otherQuestionsAreNoChange() {
        Contract now = contract(Planted.Released.class, "1.0.0");
        String other = now.text().replace("\"questions\": 1", "\"questions\": 0");
        Contract before = Contract.read(other.replace("an input [rows, 6] in", "an input [rows, 7] in"), "other questions");
        assertEquals(List.of(), now.since(before));
        Contract same = Contract.read(now.text().replace("an input [rows, 6] in", "an input [rows, 7] in"), "same");
        assertEquals(2, now.since(same).size());
        assertFalse(contract(Planted.OtherFormula.class, "1.0.0").since(before).isEmpty());
    }
}

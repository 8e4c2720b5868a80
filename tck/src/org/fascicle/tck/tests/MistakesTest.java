package org.fascicle.tck.tests;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.fascicle.api.conformance.Examination;
import org.fascicle.api.conformance.Finding;
import org.fascicle.api.conformance.Finding.Outcome;
import org.fascicle.api.technique.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each mistake is found by the name of the check that is for it; what is sound passes, though it be unusual. */
public class MistakesTest extends KitFixture {
    private static final int LEAST_UNUSUAL = 20;
    /** Kind and name, the first check that must fail, and what its reason must hold. */
    private static final String MISTAKES = """
                activation clock_reader|outside|asks what time it is: Instant.now in com.example.activation.mistaken.ClockReader.apply
                activation doubling|json|the option 'slope' is 2.0, and 4.0
                activation elsewhere_failing|resume|activation com.example:elsewhere_failing in a small network: activation of 'layer' (com.example:elsewhere_failing) failed: java.lang.IllegalStateException: not here
                activation environment_reader|outside|System.getenv in
                activation failing_option|options|the option 'parts' = 0 makes it fail without saying what is wrong
                activation file_reader|outside|reads or writes files: Files.exists in
                activation helper_reader|outside|new File in com.example.activation.mistaken.Helper.slope
                activation hidden_options|options|the option 'index' = 10 makes it fail without saying what is wrong
                activation picky|options|takes no input that was tried: [[rows, 6]: needs seven features
                activation predicate|shapes|gives gt bool [rows, 6]
                activation property_reader|outside|System.getProperty in
                activation rangeless_width|edges|the option 'width' = 0.0
                activation rowless|shapes|gives sum real []
                activation silent_refusal|shapes|without a message
                activation stairs|gradient|lie at a kink
                activation undeclared_rounding|gradient|@Technique(stopsGradient = true)
                activation undescribed|description|has no description
                activation unseeded_line|outside|draws random numbers that no seed reaches: new Random in
                activation zero_rate|edges|the option 'rate' = 1.0
                constraint flattening|shapes|not reals of [4, 3]
                data changing|rows|when it is opened again
                data not_numbers|rows|feature 0 of row 7 is NaN
                data too_many_classes|rows|the label of row 7 is 2, of 2 classes
                data unreadable_sample|rows|cannot read the sample that its bundle brings: sample.txt: at line 1
                initializer undefined|shapes|is not finite
                initializer wrong_extent|shapes|not reals of [4, 3]
                layer batched_parameter|shapes|cannot have the batch's rows
                layer demanding|options|Name some: @Sample
                layer idle_state|states|never sets [mean]
                layer inference_state|modes|ask scope.updatesStatistics() first
                layer named_option|options|is one that the platform gives each layer
                layer one_shape|modes|what follows it takes one of them
                layer two_faced|modes|[check/kernel, check/more] in training
                loss batch_mean|shapes|not one real number per row
                loss naive_entropy|logits|for logits of ±10,000
                metric idle_total|states|never sets [total]
                metric truth_result|shapes|not reals without the batch's rows
                optimizer idle_slot|states|never sets [momentum]
                optimizer merging|shapes|for a tensor [4, 3]
                regularizer tensor_penalty|shapes|not reals of []
                schedule ending|seed|gives NaN in step 5
                schedule rangeless_period|edges|the option 'every' = 0.0
                transform losing_one|shapes|gives 2 gradients for 3
                watch batched_measure|shapes|not reals without the batch's rows
                watch never_measuring|options|takes no input that was tried
                watch undefined_share|shapes|is not finite
                transform never_updating|shapes|updates once in 0 steps
            """;

    @Test
    void eachMistakeIsFoundByItsName() throws Exception {
        List<Finding> findings = check(wrong("mistaken"));
        List<String[]> rows = MISTAKES.lines().map(line -> line.strip().split("\\|")).collect(Collectors.toList());
        Set<String> planted = new TreeSet<>();
        rows.forEach(row -> planted.add(row[0].replace(" ", " com.example:")));
        Set<String> found = new TreeSet<>();
        not(findings, Outcome.OK).forEach(finding -> found.add(finding.technique()));
        assertEquals(planted, found);
        assertAll(rows.stream().map(row -> () -> {
            String technique = row[0].replace(" ", " com.example:");
            Finding first =
                    not(findings, Outcome.OK).stream().filter(finding -> finding.technique().equals(technique)).findFirst()
                            .orElseThrow();
            assertEquals(Outcome.FAILED, first.outcome(), first.toString());
            assertEquals(row[1], first.check(), first.toString());
            assertTrue(first.reason().contains(row[2]), first.toString());
        }));
        // The kit's own techniques, which are around the one that is checked, are nobody's business.
        assertAll(findings.stream()
                .map(finding -> () -> assertFalse(finding.reason().contains("fascicle.tck"), finding.toString())));
    }

    /** The bundle, its technique if the finding is about that, the check that fails, and what its reason must hold. */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', value = {
        "ownname    | activation line_of_two | manifest | names without a prefix are Fascicle's own",
        "capitals   | activation com.example:LineOfTwo | manifest | not in snake case",
        "unimported | '' | imports | the manifest does not import javax.xml.parsers, which com.example.activation.unimported",
        "optional   | '' | imports | imports javax.xml.parsers optionally",
        "dynamic    | '' | imports | DynamicImport-Package: * takes what happens to be there"})
    void whatIsThereByLuckIsFound(String bundle, String technique, String check, String reason) throws Exception {
        List<Finding> failed = not(check(wrong(bundle)), Outcome.OK);
        Finding first = failed.get(0);
        assertEquals(check, first.check(), failed.toString());
        assertEquals(technique, first.technique(), failed.toString());
        assertTrue(first.reason().contains(reason), failed.toString());
    }

    @Test
    void whatIsSoundPassesThoughItBeUnusual() throws Exception {
        List<Finding> findings = check(copy(unusual.get("unusual")));
        assertEquals(List.of(), not(findings, Outcome.OK));
        Set<String> techniques = findings.stream().map(Finding::technique).filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(techniques.size() >= LEAST_UNUSUAL, techniques.toString());
        assertEquals(Kind.values().length, techniques.stream().map(name -> name.split(" ")[0]).distinct().count());
    }

    /** What a technique cannot be tried without is named by itself, or by whoever tries it. */
    @ParameterizedTest
    @ValueSource(strings = {"code", "com.example:demanding.code"})
    void aValueThatNobodyCanGuessMayBeGiven(String option) throws Exception {
        String demanding = "layer com.example:demanding";
        List<Finding> findings = conformance.check(Examination.of(List.of(wrong("mistaken"))).samples(Map.of(option, "12345"))
                .after(allBut(demanding)), finding -> {});
        assertEquals(List.of(), not(findings, Outcome.OK));
        assertTrue(findings.stream().anyMatch(finding -> finding.check().equals("resume")), findings.toString());
        assertTrue(findings.stream().allMatch(finding -> List.of("", demanding).contains(finding.technique())),
                findings.toString());
    }

    /** As if the other techniques had been tried, and none to the end. */
    private static List<Finding> allBut(String technique) {
        return MISTAKES.lines().map(line -> line.strip().split("\\|")[0].replace(" ", " com.example:"))
                .filter(name -> !name.equals(technique))
                .map(name -> Finding.of("com.example.wrong.mistaken", name, "options", Outcome.FAILED, "", 0).fatal())
                .collect(Collectors.toList());
    }
}

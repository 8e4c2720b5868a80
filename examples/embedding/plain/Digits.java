import java.nio.file.Path;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Rows;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.embedded.Platform;

/** Trains a small network on handwritten digits, saves it, opens it again and reads a digit with it. */
public final class Digits {
    private Digits() {}

    public static void main(String[] args) {
        Path archive = Path.of(args[0]);
        try (Platform platform = Platform.start()) {
            Fascicle fascicle = platform.fascicle();
            train(fascicle, archive);
            predict(fascicle, archive);
        }
    }

    private static void train(Fascicle fascicle, Path archive) {
        try (Model model = fascicle.create(Definition.file(Path.of("digits.json")), Settings.defaults())) {
            fascicle.train(model).start().join();
            model.save(archive);
        }
    }

    private static void predict(Fascicle fascicle, Path archive) {
        Data data = fascicle.data(Definition.file(Path.of("digits.json")), Settings.defaults());
        Rows test = data.testRows().orElseThrow();
        float[] digit = new float[64];
        test.features(0, digit, 0);
        try (Model model = fascicle.open(archive, Settings.defaults())) {
            float[] probabilities = model.predict(digit, 1);
            int best = 0;
            for (int i = 1; i < probabilities.length; i++) {
                best = probabilities[i] > probabilities[best] ? i : best;
            }
            System.out.println("read " + best + ", and it is " + test.label(0));
        }
    }
}

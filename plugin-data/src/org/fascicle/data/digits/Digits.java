package org.fascicle.data.digits;

import java.io.IOException;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * 1,797 handwritten digits, built in: {@code [8, 8]} pixels from 0 to 16, ten classes. The last {@code test} rows are the
 * test rows, the others the training rows. The file is ordered by writer; rows are taken from it with a fixed stride, so
 * that every part has all writers. Alpaydin and Kaynak, 1998, doi:10.24432/C50P49.
 */
@Technique(value = "digits",
        description = "1,797 handwritten digits of 8 by 8 pixels in ten classes, built in.",
        formula = "[8, 8] from 0 to 16; labels 0 to 9",
        source = "Alpaydin and Kaynak, 1998, UCI Machine Learning Repository, doi:10.24432/C50P49, CC BY 4.0")
public record Digits(@Default("297") @Range("[0,1796]") int test) implements DataSource {
    @Override
    public Data open(DataContext context) throws IOException {
        byte[] cells = DigitImages.cells();
        int training = DigitImages.COUNT - test;
        DigitImages first = new DigitImages(cells, 0, training);
        return test == 0 ? Data.of(first) : Data.of(first, new DigitImages(cells, training, test));
    }
}

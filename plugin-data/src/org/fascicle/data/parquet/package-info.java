/** The data {@code parquet}, and the tables that are written as Parquet: a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.data.parquet;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;

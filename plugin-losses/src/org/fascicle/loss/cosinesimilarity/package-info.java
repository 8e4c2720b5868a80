/** The loss {@code cosine_similarity}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.loss.cosinesimilarity;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;

/** The contract of losses. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.loss;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;

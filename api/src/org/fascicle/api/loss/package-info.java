/** The contract of losses. */
@NullMarked
@Version("0.2.2")
package org.fascicle.api.loss;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;

/** Problems with what a user gave, worded for that user. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.problem;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;

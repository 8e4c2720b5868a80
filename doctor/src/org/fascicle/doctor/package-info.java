/** What a doctor looks at, and the rules by which it judges. */
@NullMarked
package org.fascicle.doctor;

import org.jspecify.annotations.NullMarked;

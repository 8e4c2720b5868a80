/** Examinations that were asked for in the page. */
@NullMarked
package org.fascicle.dashboard.doctor;

import org.jspecify.annotations.NullMarked;

package clock

import (
	"testing"
	"time"
)

func TestASkewMovesWhatIsShownAndNeverTheZeroTime(t *testing.T) {
	moment := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	var c Clock
	if shown := c.Show(moment); !shown.Equal(moment) {
		t.Errorf("a clock without skew shows %v", shown)
	}
	c.SetSkew(-2 * time.Minute)
	if shown := c.Show(moment); !shown.Equal(moment.Add(-2 * time.Minute)) {
		t.Errorf("a clock 2 min behind shows %v", shown)
	}
	if shown := c.Show(time.Time{}); !shown.IsZero() {
		t.Errorf("never became %v", shown)
	}
	if before := time.Now(); !c.Now().Before(before) {
		t.Error("now is not behind")
	}
}

package admin

import (
	"runtime"
	"strings"
	"time"
)

// idle are the counters of a node that stores nothing and is asked nothing, by what they count.
var idle = map[string]string{
	"audit":  "events_total write_errors",
	"auth":   "cache_hits cache_misses failures_total requests_total",
	"buffer": "errors_total flush_failures_total flushes_total queue_depth records_buffered records_written",
	"cluster": "auth_rejected_total manifest_rejected_paths_total rbac_cascade_rejected_total rbac_rejected_total " +
		"auth_apply_create_total auth_apply_delete_total auth_apply_revoke_total auth_apply_rotate_total " +
		"auth_apply_update_total rbac_apply_add_token_to_team_total rbac_apply_remove_token_from_team_total " +
		"rbac_apply_create_measurement_permission_total rbac_apply_delete_measurement_permission_total " +
		"rbac_apply_create_organization_total rbac_apply_delete_organization_total " +
		"rbac_apply_update_organization_total rbac_apply_create_role_total rbac_apply_delete_role_total " +
		"rbac_apply_update_role_total rbac_apply_create_team_total rbac_apply_delete_team_total rbac_apply_update_team_total",
	"compaction":   "bytes_read bytes_written files_compacted jobs_failed jobs_success jobs_total manifests_recovered",
	"db":           "connections_idle connections_in_use connections_open queries_total query_errors_total",
	"decomp":       "buffer_discards",
	"governance":   "policies_active quota_exhausted_total rate_limited_total",
	"http":         "latency_count latency_sum_us requests_error requests_success requests_total",
	"ingest":       "batches_total bytes_total errors_total records_total",
	"lineprotocol": "bytes_total records_total requests_total",
	"mqtt":         "bytes_received connected decode_errors decode_success messages_failed messages_received reconnects",
	"msgpack":      "bytes_total records_total requests_total",
	"query": "client_disconnects_arrow_ipc_total client_disconnects_arrow_json_total client_disconnects_sql_json_total " +
		"errors_total latency_count latency_sum_us mgmt_active_queries mgmt_cancelled_total mgmt_history_size " +
		"requests_total rows_total slow_total success_total timeouts_total",
	"replication": "entries_dropped_total sequence_gaps_total",
	"storage":     "errors_total read_bytes_total reads_total write_bytes_total writes_total",
	"wal":         "dropped_entries failed_writes records_preserved recovery_records recovery_total",
}

// getMetrics shows what a monitor would find: no traffic, and the numbers of the Go runtime.
func (s *Server) getMetrics(*call) answer {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	body := fields{
		"gc_cycles": memory.NumGC, "gc_pause_total_ns": memory.PauseTotalNs,
		"go_version": runtime.Version(), "gomaxprocs": runtime.GOMAXPROCS(0),
		"goroutines": runtime.NumGoroutine(), "num_cpu": runtime.NumCPU(),
		"memory_alloc_bytes": memory.Alloc, "memory_heap_alloc_bytes": memory.HeapAlloc,
		"memory_heap_inuse_bytes": memory.HeapInuse, "memory_heap_sys_bytes": memory.HeapSys,
		"memory_stack_inuse_bytes": memory.StackInuse, "memory_sys_bytes": memory.Sys,
		"memory_total_alloc_bytes": memory.TotalAlloc,
		"timestamp":                s.options.Clock.Now().Format(secondPrecision),
		"uptime_seconds":           time.Since(s.options.StartedAt).Seconds(),
	}
	for subject, counters := range idle {
		for counter := range strings.FieldsSeq(counters) {
			body[subject+"_"+counter] = 0
		}
	}
	return ok(body)
}

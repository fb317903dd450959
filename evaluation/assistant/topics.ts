/** Which passages of `knowledge/` a topic is answered by: by the beginning of their ids. */
import type { Topic } from "./expectation.ts";

const PASSAGES: Record<Topic, readonly string[]> = {
	"news2-response": ["news2.response-"],
	"news2-frequency": ["news2.how-often-"],
	"news2-single-red": ["news2.response-to-a-single-"],
	"news2-scale-2": ["spo2-scale-2."],
	"news2-applicability": ["news2.where-the-score-does-not-"],
	"news2-incomplete": ["news2.when-the-score-is-incomplete"],
	"alarm-priorities": ["alarms.priorities-"],
	"alarm-acknowledge": ["alarms.acknowledging", "screens.acknowledge-"],
	"alarm-audio-pause": ["alarms.pausing-"],
	"alarm-limits": ["alarms.limits-", "screens.set-a-patient-s-"],
	"alarm-technical": ["alarms.technical-"],
	"alarm-escalation": ["alarms.when-nobody-"],
	"device-silent": ["devices.a-device-that-went-silent", "episodes.device-silent"],
	"device-probe": ["devices.the-saturation-probe", "devices.the-probe-is-off"],
	"device-ecg": ["devices.ecg-", "episodes.ecg-", "episodes.asystole-"],
	"device-battery": ["devices.battery-", "episodes.battery-"],
	"device-move": ["devices.moving-"],
	"device-learning": ["data-quality.learning-"],
	"device-cuff": ["devices.the-blood-pressure-cuff"],
};

export function isOfTopic(passage: string, topics: readonly Topic[]): boolean {
	return topics.some((topic) => PASSAGES[topic].some((beginning) => passage.startsWith(beginning)));
}

/** Made by `npm run contract` of `workers/contract/openapi.json`: not edited. */
export interface paths {
    "/api/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document as a page
         * @description Requests can be tried there as the person who is signed in.
         */
        get: operations["getReference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarm-load": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many alarms wards are given */
        get: operations["getAlarmLoad"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/anomalies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Episodes, newest first
         * @description Filters combine.
         */
        get: operations["getAnomalies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Entries, newest first
         * @description Filters combine.
         */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every entry, in the chain's order */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/heads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chain's end at the end of each day */
        get: operations["getAuditHeads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/break-glass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who opened what, when and why */
        get: operations["getBreakGlass"];
        put?: never;
        /**
         * Opens a ward for an hour
         * @description One that the person does not work on, for a reason; admins are shown it.
         */
        post: operations["breakTheGlass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/break-glass/{id}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An admin knows of it */
        post: operations["seeBreakGlass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/break-glass/wards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of the wards one does not work on */
        get: operations["getOtherWards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A question, answered at once or as it is written
         * @description With `Accept: text/event-stream` the answer comes as server-sent events, `event:` the `type` and `data:` the JSON of a `ChatEvent`; `done` or `error` is the last.
         */
        post: operations["postChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own conversations */
        get: operations["getConversations"];
        put?: never;
        post?: never;
        /** Forgets all of one's own conversations */
        delete: operations["deleteConversations"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was asked and answered */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        /** Forgets a conversation */
        delete: operations["deleteConversations2"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Codes with which devices get their keys */
        post: operations["createClaims"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/claims/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A claim code for a key
         * @description The code is the credential. Unknown, used, expired and another device's codes are answered alike.
         */
        post: operations["redeem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the present month has cost so far */
        get: operations["getCost"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Devices in order of id
         * @description Filters combine. Engineers are not told of patients.
         */
        get: operations["getDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Devices as CSV
         * @description Without patients; an import takes it back unchanged.
         */
        get: operations["exportDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A device and how it is */
        get: operations["getDevice"];
        /** Enrols a device, or moves it to another ward, bed or patient */
        put: operations["enrolDevice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who wore the device when */
        get: operations["getAssignments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/baseline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The present is usual for this patient */
        post: operations["postBaseline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** The clock of a simulated device */
        put: operations["setDeviceClock"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/context": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The patient now on the device */
        get: operations["getContext"];
        /** Replaces what is known of the patient */
        put: operations["putContext"];
        post?: never;
        /** Nobody has said anything: the ward's template counts */
        delete: operations["deleteContext"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A key for a device */
        post: operations["issueDeviceKey"];
        /** Revokes a device's older keys */
        delete: operations["revokeDeviceKeys"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/limits/{vital}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** A limit of the patient's own, for a while */
        put: operations["putLimit"];
        post?: never;
        /** The default counts again */
        delete: operations["deleteLimit"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/observations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * What was seen or measured at the bed
         * @description A repeat with the same `id` changes nothing.
         */
        put: operations["putObservations"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/observations/{observation}/amend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It was entered in error */
        post: operations["postAmendment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readings of the patient now on the device
         * @description The newest ones, newest first. With `from` and `to` those of that time, oldest first, in pages.
         */
        get: operations["getReadings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A WebSocket to the device's object
         * @description Upgrade with `Upgrade: websocket`. The frames are JSON texts: the device says `hello`, sends numbered `readings`, and is answered with `ack` once they are stored. See `docs/stream-protocol.md`.
         */
        get: operations["connectStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replaces a device's tags */
        put: operations["putTags"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/tuning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Judgements of alarms count no more for the deadbands */
        delete: operations["deleteTuning"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Devices from CSV, line by line
         * @description The heading names the columns; `device_id` and `ward_id` must be there. At most 1,000 lines and 1 MiB.
         */
        post: operations["postDevices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An episode and everything that happened to it */
        get: operations["getEpisode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody knows of it */
        post: operations["acknowledgeEpisode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Closes it
         * @description Such as one whose signal is lost for good.
         */
        post: operations["closeEpisode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/comment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says something about it */
        post: operations["commentEpisode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/judge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says whether the alarm was right */
        post: operations["judgeEpisode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says who wears the device
         * @description Where a device names another patient than the one assigned to it.
         */
        post: operations["resolveEpisode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keeps it quiet for a while
         * @description It is told again if it is open then, or grows.
         */
        post: operations["snoozeEpisode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{id}/summon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks somebody to come */
        post: operations["summonToEpisode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Erasures, newest first */
        get: operations["getErasures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/erasures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How an erasure stands */
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A file of an export
         * @description The address is the credential, as long as whoever asked for it may have it. Takes `Range`.
         */
        get: operations["getExportFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Readings in bulk, as signed addresses
         * @description By the catalogue at the moment of the first page: each reading is behind exactly one address.
         */
        post: operations["postExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fleets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fleets in order of id */
        get: operations["getFleets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fleets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A fleet, its devices counted */
        get: operations["getFleet"];
        /** Makes a fleet, or changes it */
        put: operations["saveFleetRoute"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fleets/{id}/devices/{device}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * A gateway enrols a device of its fleet
         * @description In the fleet's ward. A device that is there already is put in the bed that is named.
         */
        put: operations["enrolFleetDevice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fleets/{id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A key for a fleet's gateways */
        post: operations["issueFleetKey"];
        /** Revokes a fleet's older keys */
        delete: operations["revokeFleetKeys"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/generate-report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a report
         * @description The server's own data; what is sent is printed as the author's note. It is kept, and `Location` says where.
         */
        post: operations["generateReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The parts, and what wards know of their devices' troubles
         * @description Each of the reader's wards is asked: for a person who looks.
         */
        get: operations["getSystemHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Documents that may be cited */
        get: operations["getKnowledge"];
        put?: never;
        /** Uploads a document */
        post: operations["postKnowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/knowledge/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A document with its passages */
        get: operations["getKnowledgeDocument"];
        /** Takes the place of an uploaded document */
        put: operations["putKnowledge"];
        post?: never;
        /** Deletes an uploaded document */
        delete: operations["removeKnowledge"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lake/compact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Devices make one object of each of their days now
         * @description 200 devices to a request.
         */
        post: operations["compactLake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lake/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the lake holds of each day */
        get: operations["getLakeDays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lake/flush": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Devices move what they hold to the lake now
         * @description 200 devices to a request.
         */
        post: operations["flushLake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lake/object": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One Parquet file */
        get: operations["getLakeObject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lake/objects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The catalogue, in key order
         * @description As it was when the first page was asked for.
         */
        get: operations["getLakeObjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who may use this */
        get: operations["getMembers"];
        put?: never;
        /** Adds a person */
        post: operations["postMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a person
         * @description Counts from the person's next request on.
         */
        patch: operations["patchMember"];
        trace?: never;
    };
    "/api/v1/members/{id}/end-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The person must sign in again, everywhere */
        post: operations["endMemberSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own notifications and quiet hours */
        get: operations["getNotifications"];
        put?: never;
        /** Subscribes a browser or a webhook */
        post: operations["postNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends a notification */
        delete: operations["removeNotification"];
        options?: never;
        head?: never;
        /** Changes a notification */
        patch: operations["patchNotification"];
        trace?: never;
    };
    "/api/v1/notifications/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent and what came of it */
        get: operations["getDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret for a webhook */
        post: operations["rotateNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends one message now */
        post: operations["testNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/quiet-hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** One's own quiet hours */
        put: operations["putQuietHours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts over the reader's wards
         * @description The lake is counted whole.
         */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/passages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a citation opens */
        get: operations["getPassage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patient-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many identifiers lie under each key */
        get: operations["getPatientKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{surrogate}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Label and devices */
        get: operations["getPatient"];
        /** What the patient is called at the bed */
        put: operations["putPatient"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{surrogate}/discharge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The patient leaves every device */
        post: operations["dischargePatient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{surrogate}/episodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The patient's episodes, newest first */
        get: operations["getPatientEpisodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{surrogate}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erases the patient
         * @description It cannot be undone; the certificate follows. Asking again changes nothing.
         */
        post: operations["postErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{surrogate}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Everything that is held of the patient */
        post: operations["exportPatient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{surrogate}/export/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The patient's readings of one device and at most a day */
        get: operations["getPatientFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{surrogate}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the patient's own limits */
        get: operations["getPatientLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{surrogate}/observations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people observed, newest first */
        get: operations["getPatientObservations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patients/{surrogate}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was measured, whichever devices did it */
        get: operations["getPatientReadings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports on patients in the reader's wards */
        get: operations["getReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A report, as it was made */
        get: operations["getReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/data.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The readings a report was made of */
        get: operations["getReportData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Guidelines, and past episodes of the reader's wards
         * @description A question may hold a name, so it travels in a body and is kept nowhere.
         */
        post: operations["postSearch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Empties the index and begins anew */
        post: operations["rebuildSearch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Indexes what waits
         * @description As much as one request may; ask again while something waits.
         */
        post: operations["refreshSearch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the index is */
        get: operations["getSearchStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/telemetry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * One reading
         * @description Stored before it is answered; the same device and timestamp again are stored once. A body may be sent as `Content-Encoding: gzip`.
         */
        post: operations["postTelemetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/telemetry/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Up to 1,000 readings of one device
         * @description A bad reading is named by its position and does not sink the rest.
         */
        post: operations["postBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The named sets of limits */
        get: operations["getTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Wards */
        get: operations["getWards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wards/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A ward with its counts */
        get: operations["getWard"];
        /** Makes a ward, renames it, or says where its objects are made */
        put: operations["saveWardRoute"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wards/{id}/alarm-load": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many alarms a ward is given, in full */
        get: operations["getWardAlarmLoad"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wards/{id}/alarm-load.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A line for each day and device with alarms */
        get: operations["getAlarmLoadFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wards/{id}/beds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Beds by label */
        get: operations["getBeds"];
        put?: never;
        /** Adds a bed */
        post: operations["postBed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wards/{id}/beds/{bed}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes out a bed that no device is in */
        delete: operations["deleteBed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wards/{id}/escalation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is summoned where nobody acknowledges */
        get: operations["getEscalation"];
        /** Chooses who is summoned */
        put: operations["putEscalation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wards/{id}/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the next shift is told */
        get: operations["getHandover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wards/{id}/handovers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hand-overs that were given */
        get: operations["getHandovers"];
        put?: never;
        /** Hands the ward over to a colleague */
        post: operations["postHandover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wards/{id}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A WebSocket to the ward's station
         * @description Upgrade with `Upgrade: websocket`, from a page of this origin. Frames are JSON texts from the server, the first a `snapshot`, then `readings`, `episode`, `roster` and, to admins, `glass`; their shape is `LiveFrame`. The text `ping` is answered with `pong`.
         */
        get: operations["connectLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wards/{id}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether notifications of a ward say which bed and device */
        get: operations["getWardNotifications"];
        /** Lets identity leave with notifications, or not */
        put: operations["putWardNotifications"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wards/{id}/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which set of limits stands in */
        get: operations["getWardTemplate"];
        /**
         * Chooses the set of limits
         * @description The ward's devices are told at once.
         */
        put: operations["putWardTemplate"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fhir/DetectedIssue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * DetectedIssue: episodes, newest first
         * @description A parameter that is not known is refused.
         */
        get: operations["searchIssues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fhir/DetectedIssue/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** DetectedIssue: an episode */
        get: operations["readIssue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fhir/Device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Device: of the reader's wards
         * @description A parameter that is not known is refused.
         */
        get: operations["searchDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fhir/Device/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Device: one */
        get: operations["readDevice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fhir/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** CapabilityStatement: what this server can do */
        get: operations["getMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fhir/Observation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Observation: a patient's vital signs, oldest first
         * @description A parameter that is not known is refused.
         */
        get: operations["searchObservations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fhir/Observation/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Observation: one vital sign of one reading */
        get: operations["readObservation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fhir/Patient": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Patient: those on devices of the reader's wards
         * @description A parameter that is not known is refused.
         */
        get: operations["searchPatients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fhir/Patient/{surrogate}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Patient: pseudonymous */
        get: operations["readPatient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fhir/RiskAssessment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * RiskAssessment: NEWS2 as episodes opened, newest first
         * @description A parameter that is not known is refused.
         */
        get: operations["searchRisks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fhir/RiskAssessment/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** RiskAssessment: NEWS2 as an episode opened */
        get: operations["readRisk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Asks each dependency now */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends this session, everywhere */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    notification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A person's webhook is told of an episode */
        post: operations["receiveNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /** @enum {string} */
        AgeBand: "0-3-months" | "3-6-months" | "6-9-months" | "9-12-months" | "12-18-months" | "18-24-months" | "2-3-years" | "3-4-years" | "4-6-years" | "6-8-years" | "8-12-years" | "12-15-years" | "15-16-years" | "16-18-years" | "adult";
        /** @description `GET /api/v1/wards/:id/alarm-load`. */
        AlarmLoadAnswer: {
            /** @description Somebody said that they know of it. */
            acknowledged: number;
            alarms: number;
            band: components["schemas"]["LoadBand"];
            beds: number;
            /** @description Hours by the alarms that one operator had in them. */
            busy_hours: {
                /** @description The hour with the most alarms, ISO 8601; null without alarms. */
                busiest: {
                    alarms: number;
                    at: string;
                } | null;
                over_acceptable: number;
                over_flood: number;
                over_manageable: number;
            };
            /** @description Every day of the period, oldest first. */
            by_day: components["schemas"]["LoadDay"][];
            /** @description Alarms of the whole period by hour of the day, 24 numbers, UTC. */
            by_hour: number[];
            confirmed: number;
            days: number;
            episodes: number;
            false_alarms: number;
            /** @description Of the episodes that somebody judged, how many were false alarms, 0 to 1; null while none was judged. */
            false_share: number | null;
            /** @description First and last day, YYYY-MM-DD. */
            from: string;
            high: number;
            /** @description Hours of the period that the ward was there for and that have passed: what the rates are divided by. */
            hours: number;
            median_s: number | null;
            medium: number;
            name: string;
            /** @description People of a ward who answer alarms at one time, as the reader said; 1 otherwise. */
            operators: number;
            p90_s: number | null;
            /** @description Alarms a bed and day; null without beds. */
            per_bed_day: number | null;
            per_operator_hour: number;
            /** @description People were asked to come because nobody had acknowledged, or by somebody. */
            summons: number;
            technical: number;
            /**
             * @description Where its days begin and end.
             * @constant
             */
            time_zone: "UTC";
            to: string;
            /** @description Closed, and nobody ever had. */
            unanswered: number;
            /** @description How far a percentile may be from the true one, in proportion. */
            wait_error: number;
            ward_id: string;
            /** @description Most alarms first; at most ten each. */
            worst: {
                devices: components["schemas"]["DeviceLoad"][];
                rules: components["schemas"]["RuleLoad"][];
                vitals: components["schemas"]["VitalLoad"][];
            };
        };
        /** @description `GET /api/v1/alarm-load`. */
        AlarmLoadList: {
            data: components["schemas"]["WardLoad"][];
            days: number;
            /** @description First and last day, YYYY-MM-DD. */
            from: string;
            next_cursor: null;
            /** @description People of a ward who answer alarms at one time, as the reader said; 1 otherwise. */
            operators: number;
            /**
             * @description Where its days begin and end.
             * @constant
             */
            time_zone: "UTC";
            to: string;
        };
        /** @description What is right takes the place of what was entered in error; without values nothing does. */
        AmendmentBody: {
            consciousness?: components["schemas"]["Consciousness"] | null;
            /** @description mmHg; comes with its systolic one. */
            diastolic_pressure?: number | null;
            /** @description Per cent of the air breathed in. */
            fio2?: number | null;
            id?: components["schemas"]["EntryId"] | null;
            /** @description Whether the patient breathes supplemental oxygen. */
            oxygen?: boolean | null;
            /** @description Litres a minute. */
            oxygen_flow?: number | null;
            /** @description Whom the reader had in view: refused where somebody else is on the device. */
            patient?: components["schemas"]["Surrogate"] | null;
            reason: string;
            /** @description mmHg. */
            systolic_pressure?: number | null;
            /** @description °C. */
            temperature?: number | null;
            /** @description When it was observed; the moment of arrival when absent. */
            time?: components["schemas"]["Moment"] | null;
        };
        /** @description One entry of `GET /api/v1/anomalies`: the first four keys are the seed's. */
        Anomaly: {
            acknowledged_at: string | null;
            /** @description Id of the person. */
            acknowledged_by: string | null;
            anomaly_score: number;
            bed: string | null;
            channel: components["schemas"]["EpisodeChannel"];
            closed_at: string | null;
            contributions: components["schemas"]["Contribution"][];
            /** @description ISO 8601, UTC. */
            detected_at: string;
            device_id: string;
            episode_id: string;
            leading_vital: components["schemas"]["VitalKey"] | null;
            /** @description The patient's early warning score when the episode opened; null on technical episodes. */
            news2_at_onset: components["schemas"]["News2"] | null;
            patient: string | null;
            risk_level: components["schemas"]["RiskLevel"];
            rule: components["schemas"]["EpisodeRule"];
            sentence: string;
            /** @description Quiet until then. */
            snoozed_until: string | null;
            status: components["schemas"]["EpisodeStatus"];
            /** @description Who was asked to come last; `by` is null where the ward's escalation did it. */
            summons: {
                at: string;
                by: string | null;
                to: components["schemas"]["SummonedEntry"];
            } | null;
            updated_at: string;
            /** @description What the person at the bed found. */
            verdict: components["schemas"]["EpisodeVerdict"] | null;
            verdict_by: string | null;
            version: number;
            vitals_at_onset: {
                diastolic_pressure?: number;
                etco2?: number;
                heart_rate?: number;
                mean_pressure?: number;
                pulse_rate?: number;
                respiratory_rate?: number;
                spo2?: number;
                systolic_pressure?: number;
                temperature?: number;
            };
            /** @description Since when news of it waits for somebody, ISO 8601; null while none does, and on records from before that was kept. */
            waiting_since: string | null;
            ward_id: string;
        };
        /**
         * @description Who wrote the sentences: a language model, or this program from the facts it found.
         * @enum {string}
         */
        AnswerMode: "model" | "composed";
        /** @description A sentence of an answer, after its check. */
        AnswerSentence: {
            citations: string[];
            flags: components["schemas"]["Flag"][];
            index: number;
            /** @description Markdown of one sentence, list item or heading, with its citations as `[S1]`. */
            text: string;
        };
        /** @description A source as the reader gets it. */
        AnswerSource: {
            device_id: string | null;
            /** @description ISO 8601, UTC. */
            from: string | null;
            id: string;
            kind: components["schemas"]["SourceKind"];
            /** @description What the interface opens: an episode's id, a passage's, a device's. */
            target: {
                id: string;
                /**
                 * @description Of `handover` and `alarm-load` the ward's id; of `patient` the surrogate.
                 * @enum {string}
                 */
                kind: "episode" | "passage" | "device" | "ward" | "patient" | "handover" | "alarm-load";
            } | null;
            text: string;
            title: string;
            to: string | null;
        };
        /** @description A stretch of time in which a device watched a patient, by the device's clock; `ended_at` is null while it lasts. */
        AssignmentEntry: {
            device_id: string;
            ended_at: string | null;
            /** @description ISO 8601. */
            started_at: string;
            ward_id: string;
        };
        /** @description One link of the chain, as `GET /api/v1/audit` answers it. */
        AuditEntry: {
            /** @description Such as `readings.read`; the route table names them. */
            action: string;
            /** @description Member id, or `subject:…` for somebody the identity provider knows and we do not. */
            actor: string;
            /** @description ISO 8601, UTC. */
            at: string;
            correlation: string | null;
            /** @description The broken glass that let the person in. */
            grant: string | null;
            /** @description SHA-256, hex. */
            hash: string;
            /** @description What it was done to, such as `device:WEARABLE-007`. */
            object: string | null;
            /** @description The network it came from: an IPv4 address without its last byte, an IPv6 address without its last ten. */
            origin: string | null;
            outcome: components["schemas"]["AuditOutcome"];
            /** @description The surrogate of the patient it was about. */
            patient: string | null;
            /** @description Hash of the entry before; `GENESIS` before the first. */
            previous: string;
            role: components["schemas"]["Role"] | null;
            /** @description From 1, without a gap. */
            seq: number;
            /** @description `AUDIT_VERSION` when it was written. */
            version: number;
            ward: string | null;
        };
        /** @description The chain's end at the end of a UTC day, kept outside the log. */
        AuditHead: {
            /** @description The day, `YYYY-MM-DD`. */
            date: string;
            hash: string;
            seq: number;
            /** @constant */
            version: 1;
        };
        /**
         * @description What became of it. `failed`: our side broke, it may have happened in part.
         * @enum {string}
         */
        AuditOutcome: "done" | "refused" | "failed";
        /** @description `POST /api/v1/telemetry/batch` → 202 when at least one reading is stored or was already. When all are refused → 422, a problem whose `items` are what `errors` is here. */
        BatchAccepted: {
            /** @description Stored by this request. */
            accepted: number;
            correlation_id: string;
            /** @description Already stored by an earlier one. */
            duplicates: number;
            errors: components["schemas"]["BatchItemError"][];
            message: string;
            rejected: number;
            /** @description Highest risk among the accepted readings, LOW when there were none. */
            risk_assessment: components["schemas"]["RiskLevel"];
            /** @enum {string} */
            status: "accepted" | "partial";
        };
        /** @description One refused item of a batch. */
        BatchItemError: {
            errors: components["schemas"]["FieldError"][];
            /** @description Position in the request, from 0. */
            index: number;
            status: number;
        };
        BedBody: {
            label: components["schemas"]["BedLabel"];
        };
        /** @description `GET /api/v1/wards/:id/beds` entries. */
        BedEntry: {
            /** @description Devices that are in it. */
            devices: string[];
            id: string;
            label: string;
        };
        /** @description A bed's label, on one line. */
        BedLabel: string;
        /** @description One entry of `GET /api/v1/break-glass`. */
        BreakGlass: {
            expires_at: string;
            granted_at: string;
            id: string;
            member_id: string;
            /** @description In the person's own words; shown to admins only. */
            reason: string;
            /** @description When an admin said that they know of it, and their id; `null` until one does. */
            seen_at: string | null;
            seen_by: string | null;
            ward_id: string;
        };
        BreakGlassBody: {
            reason: string;
            ward: components["schemas"]["WardId"];
        };
        BrowserBody: {
            /** @description What the browser's push subscription says. */
            endpoint: string;
            keys: {
                auth: string;
                p256dh: string;
            };
        };
        /** @description `POST /api/v1/chat` without `Accept: text/event-stream`. */
        ChatAnswer: {
            answer_id: string;
            /** @description Set where the reader has to be asked back: which bed, which ward. */
            choices: string[] | null;
            conversation_id: string;
            disclaimer: string;
            mode: components["schemas"]["AnswerMode"];
            /** @description What to know of this answer: "The language model did not answer in time …"; null where nothing. */
            notice: string | null;
            /** @description All sentences, in one text. */
            reply: string;
            sentences: components["schemas"]["AnswerSentence"][];
            sources: components["schemas"]["AnswerSource"][];
        };
        /** @description The same as server-sent events: `event:` is `type`, `data:` the JSON of all of it. `done` or `error` is the last. */
        ChatEvent: {
            answer_id: string;
            conversation_id: string;
            mode: components["schemas"]["AnswerMode"];
            /** @constant */
            type: "start";
        } | {
            source: components["schemas"]["AnswerSource"];
            /** @constant */
            type: "source";
        } | {
            mode: components["schemas"]["AnswerMode"];
            notice: string;
            /** @constant */
            type: "restart";
        } | {
            sentence: components["schemas"]["AnswerSentence"];
            /** @constant */
            type: "sentence";
        } | {
            choices: string[];
            /** @constant */
            type: "choices";
        } | {
            disclaimer: string;
            flagged: number;
            notice: string | null;
            /** @constant */
            type: "done";
        } | {
            problem: {
                detail: string;
                type: string;
            };
            /** @constant */
            type: "error";
        };
        /** @description `POST /api/v1/chat`. */
        ChatRequest: {
            /** @description Goes on with an earlier one of this person's. */
            conversation_id?: string;
            /** @description Up to 2,000 characters. */
            message: string;
            /** @description IANA zone in which "last night" is meant; UTC when absent. */
            time_zone?: string;
        };
        /** @description `POST /api/v1/claims/redeem` → 201. */
        ClaimRedeemed: {
            device_id: string;
            generation: number;
            key: string;
            /** @description Says that the key cannot be shown again. */
            message: string;
            ward_id: string;
        };
        ClaimsBody: {
            /** @description Codes; one for a device. */
            count?: number;
            /** @description A device, a fleet, or both. */
            device_id?: components["schemas"]["DeviceId"] | null;
            /** @description Seconds for which the codes are good; a day when absent. */
            expires_in_s?: number;
            fleet?: components["schemas"]["FleetId"] | null;
            /** @description The fleet's when absent. */
            ward_id?: components["schemas"]["WardId"];
        };
        /** @description `POST /api/v1/claims` → 201. */
        ClaimsCreated: {
            /** @description Shown this once: only a hash is kept. Each is good for one device. */
            codes: string[];
            device_id: string | null;
            expires_at: string;
            fleet: string | null;
            ward_id: string;
        };
        ClockSet: {
            now: string;
            rate: number;
        };
        /** @description A comment on one line. */
        Comment: string;
        CommentBody: {
            comment: components["schemas"]["Comment"];
            /** @description Of the episode as the reader saw it. */
            version: number;
        };
        /** @enum {string} */
        Concern: "high_unacknowledged" | "high_open" | "news2_high" | "medium_open" | "news2_medium" | "not_watched" | "technical_open" | "news2_rising" | "high_since" | "episode_since" | "arrived";
        /** @enum {string} */
        Condition: "copd" | "athlete";
        /** @enum {string} */
        Consciousness: "A" | "C" | "V" | "P" | "U";
        /** @description `GET` and `PUT /api/v1/devices/:id/context`: the patient now on the device. */
        ContextAnswer: {
            age_band: components["schemas"]["AgeBand"];
            /** @description When the present was last declared usual, and by whom; null where never. */
            baseline: {
                at: string;
                by: string;
            } | null;
            /** @description ISO 8601 and the person's id; null where nobody has said anything yet. */
            changed_at: string | null;
            changed_by: string | null;
            condition: components["schemas"]["Condition"] | null;
            /** @description Vital signs that the forest sees. */
            deadbands_in_force: {
                diastolic_pressure?: components["schemas"]["DeadbandInForce"];
                etco2?: components["schemas"]["DeadbandInForce"];
                heart_rate?: components["schemas"]["DeadbandInForce"];
                mean_pressure?: components["schemas"]["DeadbandInForce"];
                pulse_rate?: components["schemas"]["DeadbandInForce"];
                respiratory_rate?: components["schemas"]["DeadbandInForce"];
                spo2?: components["schemas"]["DeadbandInForce"];
                systolic_pressure?: components["schemas"]["DeadbandInForce"];
                temperature?: components["schemas"]["DeadbandInForce"];
            };
            device_id: string;
            /** @description Of every vital sign the defaults, what a clinician set for this patient apart from them, and what is watched. */
            limits: {
                diastolic_pressure: components["schemas"]["VitalLimits"];
                etco2: components["schemas"]["VitalLimits"];
                heart_rate: components["schemas"]["VitalLimits"];
                mean_pressure: components["schemas"]["VitalLimits"];
                pulse_rate: components["schemas"]["VitalLimits"];
                respiratory_rate: components["schemas"]["VitalLimits"];
                spo2: components["schemas"]["VitalLimits"];
                systolic_pressure: components["schemas"]["VitalLimits"];
                temperature: components["schemas"]["VitalLimits"];
            };
            /** @description What is watched now, defaults and own limits together. */
            limits_in_force: {
                diastolic_pressure: components["schemas"]["LimitInForce"];
                etco2: components["schemas"]["LimitInForce"];
                heart_rate: components["schemas"]["LimitInForce"];
                mean_pressure: components["schemas"]["LimitInForce"];
                pulse_rate: components["schemas"]["LimitInForce"];
                respiratory_rate: components["schemas"]["LimitInForce"];
                spo2: components["schemas"]["LimitInForce"];
                systolic_pressure: components["schemas"]["LimitInForce"];
                temperature: components["schemas"]["LimitInForce"];
            };
            /** @description False where the numbers used have not been checked against their sources. */
            limits_validated: boolean;
            /** @description To be sent along with a change of the limits: another one means that somebody was faster. */
            limits_version: number;
            /** @description The newest score with its parts: what a person observed says when, what is missing is null. */
            news2: components["schemas"]["News2"] | null;
            /** @description What no sensor measures and still counts for NEWS2; null where nothing does. */
            observations: {
                consciousness: {
                    time: string;
                    value: components["schemas"]["Consciousness"];
                } | null;
                oxygen: {
                    time: string;
                    value: boolean;
                } | null;
            };
            /** @description Surrogate. */
            patient: string;
            pregnant: boolean;
            /** @description What was entered lately, newest first, with what was entered in error; `GET /api/v1/patients/:surrogate/observations` has all. */
            recent_observations: components["schemas"]["ObservationEntry"][];
            /** @enum {number} */
            spo2_scale: 1 | 2;
            /** @description Which set of defaults applies, and why. */
            template: components["schemas"]["TemplateInForce"];
            tuning: components["schemas"]["TuningEntry"][];
        };
        /** @description It replaces what is known. */
        ContextBody: {
            age_band: components["schemas"]["AgeBand"];
            condition?: components["schemas"]["Condition"] | null;
            /** @description Limits are set one by one; an empty object of before is taken. */
            limits?: {
                [key: string]: unknown;
            };
            pregnant: boolean;
            /** @enum {number} */
            spo2_scale: 1 | 2;
        };
        /** @description One vital sign's part in an episode. */
        Contribution: {
            actual: number;
            /** @description `actual - usual`, in the vital's unit. */
            delta: number;
            /** @description Part of the score's rise above the baseline, 0 to 1; all shares of an episode sum to 1. */
            share: number;
            /** @description The patient's own median, or the population's while none is known. */
            usual: number;
            /**
             * @description Whose `usual` is.
             * @enum {string}
             */
            usualOf: "patient" | "population";
            vital: components["schemas"]["VitalKey"];
        };
        /** @description `GET /api/v1/chat/conversations/:id`. */
        ConversationAnswer: {
            /** @description Until then it is remembered, unless it goes on. */
            expires_at: string;
            id: string;
            /** @description ISO 8601, UTC. */
            started_at: string;
            /** @description The first question, without names. */
            title: string;
            turns: components["schemas"]["ConversationTurn"][];
            updated_at: string;
        };
        /** @description One entry of `GET /api/v1/chat/conversations`. */
        ConversationEntry: {
            /** @description Until then it is remembered, unless it goes on. */
            expires_at: string;
            id: string;
            /** @description ISO 8601, UTC. */
            started_at: string;
            /** @description The first question, without names. */
            title: string;
            updated_at: string;
        };
        /** @description A question and its answer. */
        ConversationTurn: {
            /** @description ISO 8601, UTC. */
            at: string;
            mode: components["schemas"]["AnswerMode"];
            /** @description Without names: a bed stands in their place. */
            question: string;
            reply: string;
        };
        /** @description `GET /api/v1/cost`: what the present month (UTC) has cost so far, by list prices, with the plan's base charge. */
        CostAnswer: {
            base_usd: number;
            /** @description What was counted, whatever it is billed as. */
            counted: {
                devices: number;
                episodes: number;
                lake_bytes: number;
                /** @description Objects of the lake written in this month, as far as the catalogue still knows them. */
                lake_writes: number;
                /** @description Measured in this month and in the lake by now. */
                readings: number;
            };
            lines: components["schemas"]["CostLine"][];
            month_usd: number;
            /** @description Month of the price list. */
            prices_of: string;
            since: string;
            until: string;
            usd: number;
        };
        /**
         * @description How a line of a bill came to be: `counted` by the registry, or `estimated` from what was counted.
         * @enum {string}
         */
        CostBasis: "counted" | "estimated";
        /** @description One line of `GET /api/v1/cost`. */
        CostLine: {
            basis: components["schemas"]["CostBasis"];
            /** @description What the plan includes of them. */
            free: number;
            label: string;
            /** @description The whole month's, if it goes on as it has gone so far. */
            month_units: number;
            month_usd: number;
            /** @description Since the month began. */
            units: number;
            usd: number;
        };
        /** @description How far a vital sign may leave the patient's usual value, upwards and downwards and in its unit, before the detector asks whether that is unusual; and the same without what judgements of alarms did to it. */
        DeadbandInForce: {
            default_down: number;
            default_up: number;
            down: number;
            up: number;
        };
        /** @description What clinicians' judgements of alarms did to a deadband: each false alarm widens the side that raised it by a step, each confirmed one takes a step back. One entry an episode: taking a judgement back takes its entry out. */
        DeadbandTuning: {
            /** @description When, by the device's clock, and the person's id. */
            at: number;
            by: string;
            episodeId: string;
            /**
             * @description The side of the usual value on which the alarm was.
             * @enum {string}
             */
            side: "up" | "down";
            /** @enum {number} */
            step: 1 | -1;
            vital: components["schemas"]["VitalKey"];
        };
        /** @description One entry of `GET /api/v1/notifications/:id/deliveries`, newest first. */
        DeliveryEntry: {
            attempts: number;
            created_at: string;
            ended_at: string | null;
            episode_id: string | null;
            /** @description What went wrong last, in words that hold no secret. */
            error: string | null;
            event: components["schemas"]["NotifiedEvent"] | "digest" | "test";
            /** @description As in `Idempotency-Key` and `webhook-id`. */
            id: string;
            /** @description When it is tried next; null where it is not. */
            next_attempt_at: string | null;
            state: components["schemas"]["DeliveryState"];
            /** @description Status of the last answer; null where none came. */
            status: number | null;
        };
        /**
         * @description What became of a message. `held`: quiet hours. `digested`: told in the digest. `dropped`: not sent, for the reason in `error`.
         * @enum {string}
         */
        DeliveryState: "waiting" | "held" | "delivered" | "dead" | "digested" | "dropped";
        DependencyHealth: {
            ms: number;
            /** @enum {string} */
            status: "ok" | "failed";
        };
        /** @description One device, when it was last heard, and how far its readings have come. */
        DeviceAnswer: {
            bed: string | null;
            bed_id: string | null;
            enrolled_at: string;
            /** @description What the device last said that it runs; `null` while it has said nothing. */
            firmware: {
                reported_at: string;
                version: string;
            } | null;
            /** @description The fleet whose gateway may write for it; `null` for none. */
            fleet: string | null;
            id: string;
            patient: string | null;
            seen: components["schemas"]["DeviceSeen"] | null;
            simulated: boolean;
            status: components["schemas"]["DeviceStatus"];
            /** @description What engineers call it, to find it by. */
            tags: string[];
            ward_id: string;
        };
        /** @description `GET /api/v1/devices/:id/assignments` entries: who wore the device when, by its own clock. */
        DeviceAssignment: {
            /** @description `null` while it lasts. */
            ended_at: string | null;
            /** @description Surrogate; `null` for engineers, and of somebody who is in none of the reader's wards. */
            patient: string | null;
            started_at: string;
        };
        DeviceEnrolled: {
            device: components["schemas"]["DeviceSummary"];
            /** @description Newest reading that is known, milliseconds since the epoch; `null` before the first. */
            latest_timestamp: number | null;
        };
        /** @description `GET /api/v1/devices` entries: `seen` is `null` where it was not asked for, and where the device's object did not answer. */
        DeviceEntry: {
            bed: string | null;
            bed_id: string | null;
            enrolled_at: string;
            /** @description What the device last said that it runs; `null` while it has said nothing. */
            firmware: {
                reported_at: string;
                version: string;
            } | null;
            /** @description The fleet whose gateway may write for it; `null` for none. */
            fleet: string | null;
            id: string;
            patient: string | null;
            seen: components["schemas"]["DeviceSeen"] | null;
            simulated: boolean;
            /** @description What engineers call it, to find it by. */
            tags: string[];
            ward_id: string;
        };
        /** @description A device's id. */
        DeviceId: string;
        /** @description One device's part of the load. */
        DeviceLoad: {
            /** @description Somebody said that they know of it. */
            acknowledged: number;
            alarms: number;
            /** @description Where it is now; null where that is no bed of this ward. */
            bed: string | null;
            confirmed: number;
            device_id: string;
            episodes: number;
            false_alarms: number;
            high: number;
            medium: number;
            /** @description Of the ward's alarms, 0 to 1. */
            share: number;
            technical: number;
            /** @description Closed, and nobody ever had. */
            unanswered: number;
        };
        /** @description What a device's object knows of it at this moment. */
        DeviceSeen: {
            /** @description When something was last received from it, by the edge's clock; `null` before the first reading. */
            at: string | null;
            /** @description Per cent of charge, as last told. */
            battery_level: number | null;
            /** @description The device's clock minus the edge's; `null` where it is not known. */
            clock_skew_ms: number | null;
            /** @description Whether a stream of it is open. */
            connected: boolean;
            /** @description Readings that it sent again, and such as were refused, since that is counted. */
            duplicates: number;
            /** @description News that ward and registry have not taken yet: above 0 for long means that something is down. */
            pending_news: number;
            /** @description Readings that it holds and the lake does not have yet. */
            pending_readings: number;
            refused: number;
        };
        /** @description What `/health` and the fleet page learn of a device. */
        DeviceStatus: {
            /** @description Per cent of charge, as last told. */
            battery: number | null;
            /** @description Seconds between two posts, as somebody declared; `null` where it is measured. */
            cadenceS: number | null;
            /** @description The device's clock minus ours, ms, as its stream last said or its readings show; `null` where neither does. */
            clockSkewMs: number | null;
            /** @description Whether a stream of it is open. */
            connected: boolean;
            /** @description Readings that were sent and known already, or refused, as far as it is on disk. */
            duplicates: number;
            /** @description Newest key generation that was issued, 0 before the first, and the lowest that is still taken. */
            keyGeneration: number;
            lastSeq: number;
            latestTimestamp: number | null;
            lowestKey: number;
            outbox: number;
            /** @description When something was last received from it, wall time; `null` before the first reading. */
            receivedAt: number | null;
            refused: number;
            releasedSeq: number;
        };
        /** @description `GET /api/v1/devices` entries. */
        DeviceSummary: {
            bed: string | null;
            bed_id: string | null;
            enrolled_at: string;
            /** @description What the device last said that it runs; `null` while it has said nothing. */
            firmware: {
                reported_at: string;
                version: string;
            } | null;
            /** @description The fleet whose gateway may write for it; `null` for none. */
            fleet: string | null;
            id: string;
            patient: string | null;
            simulated: boolean;
            /** @description What engineers call it, to find it by. */
            tags: string[];
            ward_id: string;
        };
        DeviceTag: string;
        EnrolBody: {
            bed?: components["schemas"]["BedLabel"] | null;
            /** @description Seconds between two posts; `null` to have it measured. */
            cadence_s?: number | null;
            /** @description `null` to leave its fleet. */
            fleet?: components["schemas"]["FleetId"] | null;
            /** @description The hospital's identifier, hashed at the edge and never stored; `null` for nobody. What is left out stays. */
            patient_id?: string | null;
            /** @description For good. */
            simulated?: boolean | null;
            ward_id: components["schemas"]["WardId"];
        };
        /** @description What the identity of an entry is known by when it is sent again: a UUID in lower case, made by the sender. */
        EntryId: string;
        /** @description A stretch of time in which a patient or a device needed somebody. */
        Episode: {
            /** @description When somebody said that they know, by the device's clock; null again once there is news that nobody has seen. */
            acknowledgedAt: number | null;
            /** @description Id of the person who did, null otherwise. */
            acknowledgedBy: string | null;
            /** @description What people did besides acknowledging it; absent on records from before it was kept. */
            care?: components["schemas"]["EpisodeCare"];
            channel: components["schemas"]["EpisodeChannel"];
            closedAt: number | null;
            contributions: components["schemas"]["Contribution"][];
            deviceId: string;
            id: string;
            leadingVital: components["schemas"]["VitalKey"] | null;
            /** @description The patient's NEWS2 at onset; absent on technical episodes and on records from before it was kept. */
            news2?: components["schemas"]["News2"];
            /** @description Time of the reading that completed the onset; milliseconds since the epoch, as all times here. */
            openedAt: number;
            /** @description Patient surrogate, `null` when nobody was assigned. */
            patient: string | null;
            /** @description Highest score so far, 0 to 1. */
            peakScore: number;
            risk: components["schemas"]["RiskLevel"];
            rule: components["schemas"]["EpisodeRule"];
            /** @description One plain sentence: what changed, from what, for how long. */
            sentence: string;
            status: components["schemas"]["EpisodeStatus"];
            updatedAt: number;
            /** @description Counts the changes, from 1. A projection keeps the highest it has seen. */
            version: number;
            vitalsAtOnset: {
                diastolic_pressure?: number;
                etco2?: number;
                heart_rate?: number;
                mean_pressure?: number;
                pulse_rate?: number;
                respiratory_rate?: number;
                spo2?: number;
                systolic_pressure?: number;
                temperature?: number;
            };
            wardId: string;
        };
        /** @description `POST /api/v1/episodes/:id/acknowledge` and the other actions; a `version_conflict` has it, too: the episode as it is now, camel case as in live frames. */
        EpisodeAnswer: {
            episode: components["schemas"]["Episode"];
        };
        EpisodeBody: {
            comment?: components["schemas"]["Comment"] | null;
            /** @description Of the episode as the reader saw it. */
            version: number;
        };
        /** @description How an episode is being looked after. Times by the device's clock, as all of an episode's. */
        EpisodeCare: {
            /** @description Quiet until then; null while it is not. */
            snooze: {
                at: number;
                by: string;
                until: number;
            } | null;
            /** @description Steps of the ward's escalation that were taken since. */
            steps: number;
            /** @description Who was summoned last; `by` is null where the ward's escalation did it. */
            summons: {
                at: number;
                by: string | null;
                to: components["schemas"]["Summoned"];
            } | null;
            verdict: {
                at: number;
                by: string;
                verdict: components["schemas"]["EpisodeVerdict"];
            } | null;
            /** @description Since when news of it waits for somebody to acknowledge it; null while none does. */
            waitingSince: number | null;
        };
        /**
         * @description Patients' trouble and sensors' trouble are kept apart: they have different readers.
         * @enum {string}
         */
        EpisodeChannel: "physiological" | "technical";
        /** @description One change of an episode, carrying the episode as it stood after it. */
        EpisodeEvent: {
            /** @description Id of the person who caused it; absent where a reading did. */
            actor?: string;
            /** @description Whether people are to be told. Always where an episode opens or escalates, never where it closes; where it reopens, only if something is new: a breach of the safety net, another leading vital, a higher risk, or an acknowledgement before it. */
            announced: boolean;
            /** @description Time of the reading that caused it, or of the person's action, by the device's clock. */
            at: number;
            /** @description What they said with it. */
            comment?: string;
            episode: components["schemas"]["Episode"];
            kind: components["schemas"]["EpisodeEventKind"];
            /** @description Of a summons. */
            to?: components["schemas"]["Summoned"];
            /** @description Of a snooze: by the device's clock. */
            until?: number;
            /** @description Of a judgement; null takes an earlier one back. */
            verdict?: components["schemas"]["EpisodeVerdict"] | null;
        };
        /** @description And what people do to it, or what comes of nobody doing anything. */
        EpisodeEventKind: components["schemas"]["TransitionKind"] | "acknowledged" | "commented" | "snoozed" | "resumed" | "summoned" | "judged";
        EpisodeHistoryEntry: {
            /** @description The person's id, null where a reading caused it. */
            actor: string | null;
            /** @description ISO 8601. */
            at: string;
            comment: string | null;
            kind: string;
            risk: string;
            sentence: string;
            /** @description Of a summons, a snooze (ISO 8601) and a judgement; null on all others. */
            to: components["schemas"]["SummonedEntry"] | null;
            until: string | null;
            verdict: components["schemas"]["EpisodeVerdict"] | null;
            version: number;
        };
        EpisodeNotice: {
            acknowledged: boolean;
            /** @description By the device's clock, ISO 8601. */
            at: string;
            channel: components["schemas"]["EpisodeChannel"];
            /** @description The same for the same device, and known in its ward only: not its id. */
            device_alias: string;
            episode_id: string;
            /** @description Where the ward lets it leave. */
            identity?: {
                bed: string | null;
                device_id: string;
                sentence: string;
            };
            risk: components["schemas"]["RiskLevel"];
            rule: components["schemas"]["EpisodeRule"];
            simulated: boolean;
            status: components["schemas"]["EpisodeStatus"];
            /** @description Of a summons. */
            summoned: components["schemas"]["SummonedEntry"] | null;
            /** @description Grows with each change of the episode; some are not told. */
            version: number;
            ward: components["schemas"]["NotifiedWard"];
        };
        /** @description `GET /api/v1/episodes/:id`: the episode and everything that happened to it, oldest first. */
        EpisodeRecord: {
            episode: components["schemas"]["Anomaly"];
            events: components["schemas"]["EpisodeHistoryEntry"][];
        };
        /**
         * @description What raised an episode.
         * @enum {string}
         */
        EpisodeRule: "forest" | "safety-net" | "drift" | "sensors-absent" | "ecg-signal" | "flat-line" | "battery" | "silence" | "patient-mismatch";
        /** @enum {string} */
        EpisodeStatus: "open" | "closed";
        /** @enum {string} */
        EpisodeVerdict: "false-alarm" | "confirmed";
        /** @description `GET /api/v1/erasures/:id`. */
        ErasureAnswer: {
            certificate: components["schemas"]["ErasureCertificate"] | null;
            completed_at: string | null;
            id: string;
            patient: string;
            requested_at: string;
            /** @enum {string} */
            status: "running" | "done";
        };
        ErasureBody: {
            /** @description The patient's surrogate once more: it cannot be undone. */
            confirm: components["schemas"]["Surrogate"];
        };
        /** @description Proof of an erasure. Holds nothing that leads to a person: the surrogate means nothing once its mapping is gone. */
        ErasureCertificate: {
            completed_at: string;
            id: string;
            patient: string;
            removed: components["schemas"]["ErasureCounts"];
            requested_at: string;
            /** @description The person's id. */
            requested_by: string;
            stays: components["schemas"]["ErasureRemainder"][];
            /** @constant */
            version: 1;
        };
        /** @description What an erasure removed, counted where it was removed. */
        ErasureCounts: {
            assignments: number;
            /** @description What was asked of the assistant about the patient, and notes of hand-overs of their ward; absent on certificates from before. */
            conversations?: number;
            /** @description Intervals of assignment, with their tags, in the devices' own storage. */
            device_assignments: number;
            device_episodes: number;
            /** @description Copies of readings in the devices' own storage. */
            device_readings: number;
            /** @description Devices that had watched the patient. */
            devices: number;
            episode_events: number;
            /** @description Rows of the registry. */
            episodes: number;
            handover_notes?: number;
            identifiers: number;
            lake_objects_deleted: number;
            /** @description Objects of the lake that were written anew without them, and objects that went. */
            lake_objects_rewritten: number;
            /** @description Rows of the patient's readings that are no longer in the lake. */
            lake_readings: number;
            limit_changes?: number;
            /** @description Of the wards' stations: what people were told, or were to be told; absent in certificates from before there was any. */
            notifications?: number;
            /** @description What was observed at the bed, and what became of the patient's own limits; absent on certificates from before they were kept. */
            observations?: number;
            patients: number;
            /** @description Reports and their files; absent on certificates from before there were any. */
            reports?: number;
            /** @description Of the search index; absent in certificates from before there was one. */
            search_documents?: number;
        };
        /** @description What an erasure leaves, why, and until when. */
        ErasureRemainder: {
            /** @description ISO 8601; null where it stays for good. */
            until: string | null;
            what: string;
            why: string;
        };
        /** @description `GET` and `PUT /api/v1/wards/:id/escalation`. */
        EscalationAnswer: {
            /** @description False while the ward goes by the default. */
            chosen: boolean;
            steps: {
                after_s: number;
                to: components["schemas"]["SummonedEntry"];
            }[];
            ward_id: string;
        };
        EscalationBody: {
            /** @description In order of time; `null` for the default, an empty list for nobody. */
            steps: {
                /** @description Seconds without an acknowledgement. */
                after_s: number;
                to: components["schemas"]["SummonedEntry"];
            }[] | null;
        };
        /** @description One address of an export. */
        ExportFile: {
            /** @description Of a Parquet file; `null` for CSV, which is made when it is asked for. */
            bytes: number | null;
            device_id: string;
            first_timestamp: string;
            last_timestamp: string;
            md5: string | null;
            /** @description A name to save it under, unique within the export. */
            name: string;
            /** @description Signed; needs no cookie until `expires_at`. Takes Range requests. */
            url: string;
        };
        /** @description The answer of `POST /api/v1/exports`. */
        ExportPage: {
            data: components["schemas"]["ExportFile"][];
            expires_at: string;
            /** @description Pass as `cursor` for the next page; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description `POST /api/v1/exports`. */
        ExportRequest: {
            /** @description `next_cursor` of the page before. */
            cursor?: string;
            /** @description Devices or a ward; everything when neither is given. */
            devices?: string[];
            /** @enum {string} */
            format: "parquet" | "csv";
            /** @description Readings from `from` on and before `to`: ISO 8601 or milliseconds. */
            from: string | number;
            to: string | number;
            ward_id?: string;
        };
        /** @description One field's complaint. Never contains a patient's identifier. */
        FieldError: {
            /** @description Stable code: `missing`, `wrong_type`, `out_of_range`, `too_old`, `in_future`, `unknown_field`, `no_vital_sign`, `bad_format`. */
            code: components["schemas"]["FieldErrorCode"];
            /** @description JSON path of the field, such as `heart_rate`. */
            field: string;
            /** @description A sentence for people: what was found and what was expected. */
            message: string;
        };
        /** @enum {string} */
        FieldErrorCode: "missing" | "wrong_type" | "out_of_range" | "too_old" | "in_future" | "no_vital_sign" | "bad_format" | "unknown_field" | "unknown_device" | "other_device" | "erased" | "duplicate" | "unavailable" | "malformed_json";
        /** @description Part of a sentence that no one source supports on all its parts. `start` and `end` are UTF-16 positions in the sentence. */
        Flag: {
            end: number;
            kind: components["schemas"]["FlagKind"];
            /** @description One plain sentence for a reader: "No source has a heart rate of 140/min for Bed 4." */
            reason: string;
            start: number;
        };
        /**
         * @description Why a stretch of a sentence is not supported.
         * @enum {string}
         */
        FlagKind: "patient" | "vital" | "value" | "unit" | "time" | "direction" | "negation" | "unsupported" | "advice";
        FleetBody: {
            device_limit: number;
            name: string;
            ward_id: components["schemas"]["WardId"];
        };
        /** @description `GET /api/v1/fleets/:id`. */
        FleetDetail: {
            created_at: string;
            /** @description Devices that it may have. */
            device_limit: number;
            devices: number;
            /** @description Highest key generation that was issued, 0 before the first. */
            generation: number;
            id: string;
            name: string;
            revocation: components["schemas"]["FleetRevocation"];
            ward_id: string;
        };
        FleetDeviceBody: {
            bed?: components["schemas"]["BedLabel"] | null;
        };
        /** @description What a gateway said itself, and nothing of a patient. */
        FleetDeviceEnrolled: {
            device: {
                bed: string | null;
                fleet: string;
                id: string;
                ward_id: string;
            };
            latest_timestamp: number | null;
        };
        /** @description A fleet's id. */
        FleetId: string;
        /** @description How far the fleet's devices have learned which keys no longer count. */
        FleetRevocation: {
            /** @description Keys of lower generations are revoked; 1 when none is. */
            generation: number;
            /** @description Devices that have not confirmed it yet: until then they may still take such a key. */
            remaining: number;
            /** @description Devices of the fleet. */
            total: number;
        };
        /** @description `GET /api/v1/fleets` entries. */
        FleetSummary: {
            created_at: string;
            /** @description Devices that it may have. */
            device_limit: number;
            id: string;
            name: string;
            ward_id: string;
        };
        FormatBody: {
            /** @enum {string} */
            format: "parquet" | "csv";
        };
        /** @description `GET /api/v1/wards/:id/handover`. */
        HandoverAnswer: {
            /** @description Who may take the ward over; empty for those who do not hand it over. */
            colleagues: {
                id: string;
                name: string;
                role: components["schemas"]["Role"];
            }[];
            departed: components["schemas"]["HandoverDeparted"][];
            last: components["schemas"]["HandoverRecord"] | null;
            /** @description Events beyond the first thousand that are not told. */
            more_events: boolean;
            now: string;
            /** @description In order of concern. */
            patients: components["schemas"]["HandoverPatient"][];
            since: string;
            /**
             * @description Who said since when: the reader, the last hand-over, or nobody.
             * @enum {string}
             */
            since_from: "query" | "last_handover" | "default";
            ward: string;
            ward_id: string;
        };
        HandoverBody: {
            /** @description Within the last twelve hours; now when absent. */
            at?: components["schemas"]["Moment"] | null;
            /** @description One line; encrypted where it is kept. */
            note?: string | null;
            /** @description Begin of what it is about; the last hand-over when absent. */
            since?: components["schemas"]["Moment"] | null;
            /** @description Id of the member who takes the ward over. */
            to: string;
        };
        /** @description Somebody who is on no device of the ward any more. */
        HandoverDeparted: {
            device_id: string;
            label: string | null;
            left_at: string;
            patient: string;
        };
        /** @description One thing that happened to an episode since. */
        HandoverEvent: {
            at: string;
            /** @description Who did it; null where nobody did, or they are no member any more. */
            by: string | null;
            channel: components["schemas"]["EpisodeChannel"];
            comment: string | null;
            device_id: string;
            episode_id: string;
            kind: components["schemas"]["EpisodeEventKind"];
            leading_vital: components["schemas"]["VitalKey"] | null;
            risk: components["schemas"]["RiskLevel"];
            rule: components["schemas"]["EpisodeRule"];
            sentence: string;
            to: components["schemas"]["SummonedEntry"] | null;
            until: string | null;
            verdict: components["schemas"]["EpisodeVerdict"] | null;
        };
        HandoverNews2: {
            band: components["schemas"]["News2Band"] | null;
            partial: number;
            /** @description Null where an input was missing: at least `partial`. */
            score: number | null;
            /** @description Over the last hour. */
            trend: components["schemas"]["News2Trend"] | null;
        };
        /** @description An episode that is open now. */
        HandoverOpen: {
            acknowledged_at: string | null;
            acknowledged_by: string | null;
            channel: components["schemas"]["EpisodeChannel"];
            device_id: string;
            episode_id: string;
            leading_vital: components["schemas"]["VitalKey"] | null;
            opened_at: string;
            risk: components["schemas"]["RiskLevel"];
            rule: components["schemas"]["EpisodeRule"];
            sentence: string;
            snoozed_until: string | null;
        };
        HandoverPatient: {
            /** @description When they came to a device of the ward since; null where they were there before. */
            arrived_at: string | null;
            /** @description Gravest first; empty where nothing is of concern and nothing happened. The first is why they are told of here. */
            concerns: components["schemas"]["Concern"][];
            devices: {
                bed: string | null;
                device_id: string;
                last_seen: string | null;
            }[];
            /** @description Oldest first. */
            events: components["schemas"]["HandoverEvent"][];
            /** @description A device of theirs gave no answer: what is told of it is what the registry knows. */
            incomplete: boolean;
            /** @description What they are called at the bed; null where nobody said, and for viewers. */
            label: string | null;
            news2: components["schemas"]["HandoverNews2"] | null;
            /** @description At the onset of each episode since, and now; oldest first. */
            news2_course: components["schemas"]["ScorePoint"][];
            open: components["schemas"]["HandoverOpen"][];
            /** @description Surrogate; null for a device that nobody is assigned to. */
            patient: string | null;
            vitals: components["schemas"]["VitalNow"][];
        };
        /** @description A hand-over that was given. */
        HandoverRecord: {
            by: {
                id: string;
                name: string | null;
            };
            given_at: string;
            id: string;
            /** @description Null without one, where a patient whom it was about was erased, and where its key is gone. */
            note: string | null;
            /** @description The begin of what it was about. */
            since: string;
            to: {
                id: string;
                name: string | null;
            };
            ward_id: string;
        };
        Health: {
            dependencies: {
                audit: components["schemas"]["DependencyHealth"];
                database: components["schemas"]["DependencyHealth"];
                devices: components["schemas"]["DependencyHealth"];
                lake: components["schemas"]["DependencyHealth"];
                search: components["schemas"]["DependencyHealth"];
                wards: components["schemas"]["DependencyHealth"];
            };
            /** @enum {string} */
            status: "ok" | "degraded";
            /** @description Which version this is; null on a developer's machine. */
            version: string | null;
        };
        /** @description One line of an import's report. */
        ImportLine: {
            /** @description Columns whose value changes. */
            changes: string[];
            /** @description As written; `null` where none is. */
            device_id: string | null;
            /** @description Why it was refused, column by column. */
            errors: components["schemas"]["FieldError"][];
            /** @description As an editor counts: the heading is line 1. */
            line: number;
            outcome: components["schemas"]["ImportOutcome"];
        };
        /**
         * @description What became of a line of an import; `failed`: storage was not available, the same file may be sent again.
         * @enum {string}
         */
        ImportOutcome: "created" | "updated" | "unchanged" | "refused" | "failed";
        /** @description `POST /api/v1/devices/import`. */
        ImportReport: {
            counts: {
                created: number;
                failed: number;
                refused: number;
                unchanged: number;
                updated: number;
            };
            /** @description True where nothing was written. */
            dry_run: boolean;
            /** @description Columns that devices report themselves, or that never change: they are not read. */
            ignored_columns: string[];
            lines: components["schemas"]["ImportLine"][];
        };
        JudgeBody: {
            comment?: components["schemas"]["Comment"] | null;
            /** @description `null` takes a judgement back. */
            verdict: components["schemas"]["EpisodeVerdict"] | null;
            /** @description Of the episode as the reader saw it. */
            version: number;
        };
        /** @description A key, at the only time that it is shown. */
        KeyIssued: {
            generation: number;
            key: string;
            /** @description Says that the key cannot be shown again. */
            message: string;
        };
        /** @description `DELETE /api/v1/devices/:id/keys`. */
        KeysRevoked: {
            /** @description Highest that was issued; where it is below `lowest_valid` no key is left. */
            generation: number;
            /** @description Keys of lower generations are refused. */
            lowest_valid: number;
        };
        /** @description One entry of `GET /api/v1/knowledge`. */
        KnowledgeAnswer: {
            /** @description Comes with the product; else an admin uploaded it. */
            built_in: boolean;
            /** @description When this version was written or uploaded, ISO 8601. */
            date: string;
            id: string;
            sources: string[];
            title: string;
            /** @description Id of the person who uploaded it; null where it is built in. */
            uploaded_by: string | null;
            version: number;
        };
        KnowledgeBody: {
            format: components["schemas"]["KnowledgeFormat"];
            source: string;
            /** @description Without control characters. */
            text: string;
            title: string;
        };
        KnowledgeChangeBody: {
            format: components["schemas"]["KnowledgeFormat"];
            source: string;
            /** @description Without control characters. */
            text: string;
            title: string;
            /** @description Of the document as the reader saw it. */
            version: number;
        };
        /** @description `GET /api/v1/knowledge/:id`. */
        KnowledgeDocumentAnswer: {
            /** @description Comes with the product; else an admin uploaded it. */
            built_in: boolean;
            /** @description When this version was written or uploaded, ISO 8601. */
            date: string;
            id: string;
            passages: {
                id: string;
                text: string;
                title: string;
            }[];
            sources: string[];
            title: string;
            /** @description Id of the person who uploaded it; null where it is built in. */
            uploaded_by: string | null;
            version: number;
        };
        /** @enum {string} */
        KnowledgeFormat: "markdown" | "text";
        LakeCompacted: {
            deleted: number;
            failed: string[];
            next_cursor: string | null;
            replaced: number;
            written: number;
        };
        /** @description One entry of `GET /api/v1/lake/days`: the objects that begin in that UTC day. Compacted, there is one of each device. */
        LakeDay: {
            bytes: number;
            /** @description `YYYY-MM-DD`. */
            date: string;
            devices: number;
            objects: number;
            readings: number;
        };
        LakeFlushed: {
            /** @description Devices that gave no answer: their own timers try again. */
            failed: string[];
            next_cursor: string | null;
            pending: number;
            /** @description Objects written, and readings that devices still hold. */
            sealed: number;
        };
        /** @description One object of the lake, as the catalogue has it. */
        LakeObject: {
            bytes: number;
            device_id: string;
            first_seq: number;
            first_timestamp: string;
            key: string;
            last_seq: number;
            last_timestamp: string;
            md5: string;
            readings: number;
            ward_id: string;
        };
        LimitBody: {
            down?: number | null;
            high?: number | null;
            /** @description At or below is beyond the limit; in the vital sign's unit. */
            low?: number | null;
            /** @description Whom the reader had in view: refused where somebody else is on the device. */
            patient?: components["schemas"]["Surrogate"] | null;
            reason: string;
            until: components["schemas"]["Moment"];
            /** @description Widths of the deadband above and below the patient's usual value. */
            up?: number | null;
            /** @description The `limits_version` that the reader saw. */
            version: number;
        };
        /** @description One entry of `GET /api/v1/patients/:surrogate/limits`: what was set, ended or ran out, newest first. */
        LimitChangeEntry: {
            /** @description ISO 8601. */
            at: string;
            /** @description The person's id; null where it ran out by itself. */
            by: string | null;
            device_id: string;
            kind: components["schemas"]["LimitChangeKind"];
            override: components["schemas"]["OverrideEntry"];
            version: number;
            vital: components["schemas"]["VitalKey"];
        };
        /**
         * @description What became of a limit. `discharged`: the patient left.
         * @enum {string}
         */
        LimitChangeKind: "set" | "ended" | "expired" | "discharged";
        /** @description An absolute limit that is watched now, in the vital's unit; null where there is none. */
        LimitInForce: {
            high: number | null;
            low: number | null;
            /** @description Where the numbers come from. */
            reason: string;
        };
        /** @description Limits of one vital sign in its unit; null where there is none. */
        LimitNumbers: {
            down: number | null;
            high: number | null;
            /** @description At or below, at or above: beyond the safety net. */
            low: number | null;
            /** @description How far above and below the patient's usual value is still usual; null where that side is not watched. */
            up: number | null;
        };
        /** @description What a clinician set for one vital sign of one patient for a while, in place of the defaults: limits of the safety net, widths of the deadband, or both. The default stands where one is absent. In the vital's unit. */
        LimitOverride: {
            /** @description When it was set, by whom (the person's id), and when it ends: wall time, milliseconds since the epoch. */
            at: number;
            by: string;
            down?: number;
            /** @description At or above is beyond the limit. */
            high?: number;
            /** @description At or below is beyond the limit. */
            low?: number;
            reason: string;
            until: number;
            /** @description How far the value may rise above, and fall below, the patient's usual one before that counts as a departure. */
            up?: number;
            vital: components["schemas"]["VitalKey"];
        };
        /** @description A bed and the device in it, as the ward's roster has it. */
        LiveBed: {
            bedId: string | null;
            /** @description What people said at the bed, in short; absent from devices of a release before. */
            bedside?: components["schemas"]["LiveBedside"];
            /** @description Simulated seconds per second; 1 for real devices. */
            clockRate: number;
            deviceId: string;
            /** @description Bed label, such as "Bed 4"; the device id where no bed is assigned. */
            label: string;
            /** @description False where the limits used for this patient have not been checked against their sources: the bed says so. */
            limitsValidated: boolean;
            /** @description Patient surrogate, `null` when nobody is assigned. */
            patient: string | null;
            /** @description A device of the simulator, or a replay: the screen must say so. */
            simulated: boolean;
        };
        /** @description Changes with everything that is said of the patient on the device: whoever shows more of it asks anew. */
        LiveBedside: {
            /** @description Limits of the patient's own, and when each ends (wall time, milliseconds since the epoch). */
            overrides: {
                until: number;
                vital: components["schemas"]["VitalKey"];
            }[];
            /** @description Key of the template that applies; null for a combination without a name. */
            template: string | null;
            /** @description Counts the changes for as long as the patient is on the device. */
            version: number;
        };
        /** @description At once: an episode opened, escalated, was acknowledged or closed. */
        LiveEpisodeFrame: {
            at: number;
            event: components["schemas"]["EpisodeEvent"];
            /** @constant */
            type: "episode";
        };
        LiveFrame: components["schemas"]["LiveSnapshotFrame"] | components["schemas"]["LiveReadingsFrame"] | components["schemas"]["LiveEpisodeFrame"] | components["schemas"]["LiveRosterFrame"] | components["schemas"]["LiveGlassFrame"];
        /** @description To admins: somebody broke the glass, in this ward or another, or has seen it. `GET /api/v1/break-glass?state=unseen` says who, where and why. */
        LiveGlassFrame: {
            at: number;
            /** @constant */
            type: "glass";
        };
        LiveNews2: {
            /** @description False under 16 years and in pregnancy. */
            applicable: boolean;
            /** @description Null where the score is. */
            band: components["schemas"]["News2Band"] | null;
            known: number;
            /** @constant */
            of: 7;
            /** @description Sum of what is known: the total is at least this. */
            partial: number;
            /** @description The total, 0 to 20; null while an input is missing and where the score does not apply. */
            score: number | null;
            /** @description Over the last hour, null where there are not two complete scores. */
            trend: components["schemas"]["News2Trend"] | null;
        };
        /** @description What is known of one bed's device at one moment. */
        LiveReading: {
            battery: number | null;
            /** @description False while the reading is in memory only: a crash could take it until the device has sent it again. */
            committed?: boolean;
            /** @description How much of the baseline is the patient's own, 0 to 1: below 1 it is still being learned. */
            confidence: number;
            deviceId: string;
            /** @description NEWS2 of these values and the observations still current; null where the reading names another patient. */
            news2: components["schemas"]["LiveNews2"] | null;
            /** @description Received at, by the edge's clock: signal age is `now - receivedAt`. */
            receivedAt: number;
            risk: components["schemas"]["RiskLevel"];
            score: number | null;
            /** @description Measured at, by the device's clock (a simulated device may be ahead of the wall clock). */
            timestamp: number;
            vitals: components["schemas"]["VitalValues"];
        };
        /** @description At most one a second: the newest reading of every device that posted since the last. */
        LiveReadingsFrame: {
            at: number;
            readings: components["schemas"]["LiveReading"][];
            /** @constant */
            type: "readings";
        };
        /** @description The roster changed: a bed joined or changed, or a device left. */
        LiveRosterFrame: {
            at: number;
            beds: components["schemas"]["LiveBed"][];
            /** @constant */
            type: "roster";
        };
        /** @description First frame after connecting: everything there is to know. */
        LiveSnapshotFrame: {
            /** @description The station's clock, milliseconds since the epoch: lets a viewer with a wrong clock show true ages. */
            at: number;
            beds: components["schemas"]["LiveBed"][];
            episodes: components["schemas"]["Episode"][];
            readings: components["schemas"]["LiveReading"][];
            /** @constant */
            type: "snapshot";
            /** @constant */
            version: 2;
            wardId: string;
        };
        /**
         * @description Where a rate stands against ISA-18.2: up to `acceptable`, up to `manageable`, above.
         * @enum {string}
         */
        LoadBand: "acceptable" | "manageable" | "too_many";
        /** @description One day of a ward. */
        LoadDay: {
            /** @description Somebody said that they know of it. */
            acknowledged: number;
            alarms: number;
            confirmed: number;
            /** @description YYYY-MM-DD. */
            date: string;
            episodes: number;
            false_alarms: number;
            high: number;
            median_s: number | null;
            medium: number;
            p90_s: number | null;
            technical: number;
            /** @description Closed, and nobody ever had. */
            unanswered: number;
        };
        /** @enum {string} */
        LocationHint: "wnam" | "enam" | "sam" | "weur" | "eeur" | "apac" | "apac-ne" | "apac-se" | "oc" | "afr" | "me";
        /** @description `GET /api/v1/me`. */
        Me: {
            /** @description Wards open for a while after the glass was broken. */
            break_glass: components["schemas"]["TemporaryWard"][];
            id: string;
            name: string;
            role: components["schemas"]["Role"];
            wards: components["schemas"]["WardScope"];
        };
        /** @description One entry of `GET /api/v1/members`. */
        Member: {
            created_at: string;
            id: string;
            name: string;
            role: components["schemas"]["Role"];
            status: components["schemas"]["MemberStatus"];
            /** @description What the identity provider calls this person: the `sub` of Cloudflare Access. `null` for demo people. */
            subject: string | null;
            wards: components["schemas"]["WardScope"];
        };
        MemberBody: {
            name: string;
            role: components["schemas"]["Role"];
            /** @description What the identity provider calls the person. */
            subject: string;
            /** @description At most 50 by name; an admin's is `all`. */
            wards: components["schemas"]["WardScope"];
        };
        /** @description What is left out stays. */
        MemberChangeBody: {
            name?: string;
            role?: components["schemas"]["Role"];
            status?: components["schemas"]["MemberStatus"];
            wards?: components["schemas"]["WardScope"];
        };
        /** @enum {string} */
        MemberStatus: "active" | "deactivated";
        /** @description ISO 8601 with a zone, or milliseconds since the epoch. */
        Moment: string | number;
        /** @description As the list has it: with names, for people to read. */
        NamedBreakGlass: {
            expires_at: string;
            granted_at: string;
            id: string;
            member_id: string;
            member_name: string | null;
            /** @description In the person's own words; shown to admins only. */
            reason: string;
            /** @description When an admin said that they know of it, and their id; `null` until one does. */
            seen_at: string | null;
            seen_by: string | null;
            ward_id: string;
            ward_name: string | null;
        };
        News2: {
            /** @description False under 16 years and in pregnancy. */
            applicable: boolean;
            /** @description Null where the score is. */
            band: components["schemas"]["News2Band"] | null;
            known: number;
            /** @constant */
            of: 7;
            parameters: {
                consciousness: components["schemas"]["News2Part"] | null;
                oxygen: components["schemas"]["News2Part"] | null;
                pulse: components["schemas"]["News2Part"] | null;
                respiratory_rate: components["schemas"]["News2Part"] | null;
                spo2: components["schemas"]["News2Part"] | null;
                systolic_pressure: components["schemas"]["News2Part"] | null;
                temperature: components["schemas"]["News2Part"] | null;
            };
            /** @description Sum of what is known: the total is at least this. */
            partial: number;
            /** @description Why there is no score; null where there is one. */
            reason: string | null;
            /** @description The total, 0 to 20; null while an input is missing and where the score does not apply. */
            score: number | null;
        };
        /**
         * @description Clinical risk: `low-medium` is a single parameter that scores 3 in a total below 5.
         * @enum {string}
         */
        News2Band: "low" | "low-medium" | "medium" | "high";
        /** @description One input and the points it adds, 0 to 3. */
        News2Part: {
            /** @description When a person observed it, milliseconds since the epoch; absent where a sensor measured it just now. */
            observedAt?: number;
            points: number;
            value: number | boolean | components["schemas"]["Consciousness"];
        };
        /** @description The score without its parts: what fits beside a bed. */
        News2Summary: {
            /** @description False under 16 years and in pregnancy. */
            applicable: boolean;
            /** @description Null where the score is. */
            band: components["schemas"]["News2Band"] | null;
            known: number;
            /** @constant */
            of: 7;
            /** @description Sum of what is known: the total is at least this. */
            partial: number;
            /** @description The total, 0 to 20; null while an input is missing and where the score does not apply. */
            score: number | null;
        };
        /** @description Which way the score has gone. */
        News2Trend: {
            /** @description Newest less oldest score of the stretch. */
            change: number;
            /** @enum {string} */
            direction: "rising" | "falling" | "steady";
            /** @description Time of the oldest score compared with, milliseconds since the epoch. */
            since: number;
        };
        NotificationBody: {
            /** @description Of a browser. */
            browser?: components["schemas"]["BrowserBody"];
            channel: components["schemas"]["NotificationChannel"];
            events?: components["schemas"]["NotifiedEvent"][];
            min_risk?: components["schemas"]["RiskLevel"];
            name: string;
            quiet_hours?: boolean;
            /** @description Of a webhook: an https address of the internet. */
            url?: string;
            ward_id: components["schemas"]["WardId"];
        };
        /** @description What is left out stays. */
        NotificationChangeBody: {
            events?: components["schemas"]["NotifiedEvent"][];
            min_risk?: components["schemas"]["RiskLevel"];
            name?: string;
            quiet_hours?: boolean;
            /** @enum {string} */
            status?: "active" | "paused";
            url?: string;
        };
        /** @enum {string} */
        NotificationChannel: "push" | "webhook";
        /** @description Body of a webhook, and of a push message once it is decrypted. */
        NotificationMessage: {
            data: components["schemas"]["EpisodeNotice"];
            /** @description When the ward heard of it, ISO 8601. */
            timestamp: string;
            /** @enum {string} */
            type: "episode.opened" | "episode.escalated" | "episode.summoned" | "episode.acknowledged" | "episode.resolved";
        } | {
            data: {
                held: number;
                high: number;
                since: string;
                ward: components["schemas"]["NotifiedWard"];
            };
            timestamp: string;
            /** @constant */
            type: "digest";
        } | {
            data: {
                ward: components["schemas"]["NotifiedWard"];
            };
            timestamp: string;
            /** @constant */
            type: "test";
        };
        /** @description `GET /api/v1/notifications`: all of it the reader's own. */
        NotificationsAnswer: {
            data: components["schemas"]["SubscriptionEntry"][];
            /** @description What a browser subscribes with (RFC 8292), base64url; null where web push is not set up. */
            push_key: string | null;
            quiet_hours: components["schemas"]["QuietHours"] | null;
        };
        /** @enum {string} */
        NotifiedEvent: "opened" | "escalated" | "summoned" | "acknowledged" | "resolved";
        NotifiedWard: {
            id: string;
            name: string;
        };
        ObservationBody: {
            consciousness?: components["schemas"]["Consciousness"] | null;
            /** @description mmHg; comes with its systolic one. */
            diastolic_pressure?: number | null;
            /** @description Per cent of the air breathed in. */
            fio2?: number | null;
            id?: components["schemas"]["EntryId"] | null;
            /** @description Whether the patient breathes supplemental oxygen. */
            oxygen?: boolean | null;
            /** @description Litres a minute. */
            oxygen_flow?: number | null;
            /** @description Whom the reader had in view: refused where somebody else is on the device. */
            patient?: components["schemas"]["Surrogate"] | null;
            /** @description mmHg. */
            systolic_pressure?: number | null;
            /** @description °C. */
            temperature?: number | null;
            /** @description When it was observed; the moment of arrival when absent. */
            time?: components["schemas"]["Moment"] | null;
        };
        /** @description One observation as it is listed. A value that was not observed is null. */
        ObservationEntry: {
            /** @description The observation that this one takes the place of. */
            amends: string | null;
            by: string | null;
            consciousness: components["schemas"]["Consciousness"] | null;
            device_id: string;
            diastolic_pressure: number | null;
            /** @description Entered in error: counts no more, and stays to be seen. Null where it counts. */
            error: {
                at: string;
                by: string;
                reason: string;
            } | null;
            fio2: number | null;
            /** @description Absent names are of before they were kept: such a one cannot be corrected. */
            id: string | null;
            oxygen: boolean | null;
            /** @description Litres a minute, and per cent of the air breathed in. */
            oxygen_flow: number | null;
            /** @description When it was entered, by the wall's clock, and by whom (the person's id); null of before that was kept. */
            recorded_at: string | null;
            systolic_pressure: number | null;
            /** @description °C and mmHg, measured by hand. */
            temperature: number | null;
            /** @description When it was observed, ISO 8601, by the device's clock. */
            time: string;
        };
        OperationOutcome: {
            issue: Record<string, never>[];
            /** @constant */
            resourceType: "OperationOutcome";
        };
        OtherWard: {
            id: string;
            name: string;
        };
        /** @description What a clinician set, why, and until when. Only the numbers that they set are here. */
        OverrideEntry: {
            /** @description ISO 8601. */
            at: string;
            /** @description The person's id. */
            by: string;
            down?: number;
            high?: number;
            low?: number;
            reason: string;
            until: string;
            up?: number;
        };
        /** @description `GET /api/v1/overview`: the counts above the central station, all counted, none estimated. */
        Overview: {
            devices: number;
            episodes_today: number;
            lake: {
                bytes: number;
                objects: number;
                readings: number;
            };
            open_episodes: {
                high: number;
                medium: number;
                technical: number;
            };
        };
        /** @description How the system itself is: for engineers. Names no patient. */
        PartHealth: {
            /** @description How long it took to answer, or not to. */
            ms: number;
            /** @description Why, in the words of what failed; absent while it is well. */
            reason?: string;
            /** @enum {string} */
            status: "ok" | "failed";
        };
        /** @description A piece of a document, `GET /api/v1/passages/:id`. Its text is Markdown where the document is. */
        PassageAnswer: {
            document: components["schemas"]["KnowledgeAnswer"];
            id: string;
            text: string;
            title: string;
        };
        /** @description `GET /api/v1/patients/:surrogate`. */
        PatientAnswer: {
            assignments: components["schemas"]["AssignmentEntry"][];
            /** @description Name or bed label; null where nobody gave one, and for those who may not see it. */
            label: string | null;
            patient: string;
        };
        PatientBody: {
            /** @description What the patient is called at the bed, up to 80 characters on one line; `null` for nothing. */
            label: string | null;
        };
        PatientContext: {
            ageBand: components["schemas"]["AgeBand"];
            /** @description Absent where there is nothing of the kind. */
            condition?: components["schemas"]["Condition"];
            /** @description Limits of the patient's own, one a vital sign at most. */
            overrides: components["schemas"]["LimitOverride"][];
            pregnant: boolean;
            /** @description Counts the changes to all of the above; absent before the first. */
            revision?: number;
            /**
             * @description NEWS2's saturation scale; 2 is for hypercapnic respiratory failure, set by a clinician.
             * @enum {number}
             */
            spo2Scale: 1 | 2;
            /** @description Who said the above of this patient, wall time; absent where nobody did, and the ward's template stands in. */
            told?: components["schemas"]["Signature"];
            /** @description Oldest first; absent where no alarm was judged. */
            tuning?: components["schemas"]["DeadbandTuning"][];
        };
        /** @description `POST /api/v1/patients/:surrogate/export`. */
        PatientExport: {
            assignments: components["schemas"]["AssignmentEntry"][];
            /** @description What people said of the patient; null where nobody has. */
            context: components["schemas"]["PatientContext"] | null;
            episodes: {
                acknowledged_at: string | null;
                /** @description Id of the person. */
                acknowledged_by: string | null;
                anomaly_score: number;
                bed: string | null;
                channel: components["schemas"]["EpisodeChannel"];
                closed_at: string | null;
                contributions: components["schemas"]["Contribution"][];
                /** @description ISO 8601, UTC. */
                detected_at: string;
                device_id: string;
                episode_id: string;
                events: components["schemas"]["EpisodeHistoryEntry"][];
                leading_vital: components["schemas"]["VitalKey"] | null;
                /** @description The patient's early warning score when the episode opened; null on technical episodes. */
                news2_at_onset: components["schemas"]["News2"] | null;
                patient: string | null;
                risk_level: components["schemas"]["RiskLevel"];
                rule: components["schemas"]["EpisodeRule"];
                sentence: string;
                /** @description Quiet until then. */
                snoozed_until: string | null;
                status: components["schemas"]["EpisodeStatus"];
                /** @description Who was asked to come last; `by` is null where the ward's escalation did it. */
                summons: {
                    at: string;
                    by: string | null;
                    to: components["schemas"]["SummonedEntry"];
                } | null;
                updated_at: string;
                /** @description What the person at the bed found. */
                verdict: components["schemas"]["EpisodeVerdict"] | null;
                verdict_by: string | null;
                version: number;
                vitals_at_onset: {
                    diastolic_pressure?: number;
                    etco2?: number;
                    heart_rate?: number;
                    mean_pressure?: number;
                    pulse_rate?: number;
                    respiratory_rate?: number;
                    spo2?: number;
                    systolic_pressure?: number;
                    temperature?: number;
                };
                /** @description Since when news of it waits for somebody, ISO 8601; null while none does, and on records from before that was kept. */
                waiting_since: string | null;
                ward_id: string;
            }[];
            exported_at: string;
            files: components["schemas"]["PatientFile"][];
            /** @description Name or bed label; null where nobody gave one, and for those who may not see it. */
            label: string | null;
            limits: components["schemas"]["LimitChangeEntry"][];
            /** @description What was observed at the bed, and what became of the patient's own limits, newest first. */
            observations: components["schemas"]["ObservationEntry"][];
            patient: string;
        };
        /** @description One file of an export: rows of this patient only. */
        PatientFile: {
            device_id: string;
            /** @description The time it covers, ISO 8601: `from` included, `to` not. */
            from: string;
            to: string;
            /** @description Path on this site; the same sign-in opens it. */
            url: string;
        };
        PatientKeyCount: {
            identifiers: number;
            key_id: string;
            /** @description Whether it is the key that counts now. */
            present: boolean;
        };
        /** @description A reading of `GET /api/v1/patients/:surrogate/readings`. */
        PatientReadingEntry: {
            battery_level: number | null;
            device_id: string;
            flags: components["schemas"]["ReadingFlag"][];
            /** @description From these values and what was known then; null where the reading names another patient, and in a stretch of time. */
            news2: components["schemas"]["News2Summary"] | null;
            received_at: string;
            risk: components["schemas"]["RiskLevel"];
            score: number | null;
            seq: number;
            timestamp: string;
            vitals: components["schemas"]["VitalValues"];
        };
        /** @description Body of every error answer, `application/problem+json`. */
        ProblemDetails: {
            correlation_id: string;
            detail: string;
            /** @description Present on `validation_failed`. */
            errors?: components["schemas"]["FieldError"][];
            status: number;
            title: string;
            type: string;
        } & {
            [key: string]: unknown;
        };
        /** @description When a person is not to be woken. */
        QuietHours: {
            /** @description `HH:MM` by the clock of `time_zone`; `from` may be later than `to`: over midnight. */
            from: string;
            /**
             * @description What becomes of the rest: one message with their number when the hours end, or nothing.
             * @enum {string}
             */
            held: "digest" | "drop";
            /** @description What comes through all the same. */
            let_through: {
                high: boolean;
                summoned: boolean;
            };
            /** @description IANA, such as `Europe/Amsterdam`. */
            time_zone: string;
            to: string;
        };
        QuietHoursAnswer: {
            quiet_hours: components["schemas"]["QuietHours"] | null;
        };
        QuietHoursBody: {
            /** @description `null` for none. */
            quiet_hours: components["schemas"]["QuietHours"] | null;
        };
        /** @enum {string} */
        Ranking: "both" | "text" | "vectors";
        /** @description One entry of `GET /api/v1/devices/:id/readings`. */
        ReadingEntry: {
            battery_level: number | null;
            flags: components["schemas"]["ReadingFlag"][];
            /** @description From these values and what was known then; null where the reading names another patient, and in a stretch of time. */
            news2: components["schemas"]["News2Summary"] | null;
            received_at: string;
            risk: components["schemas"]["RiskLevel"];
            score: number | null;
            seq: number;
            timestamp: string;
            vitals: components["schemas"]["VitalValues"];
        };
        /** @enum {string} */
        ReadingFlag: "extreme" | "patient_mismatch" | "late" | "partial" | "unscored";
        RedeemBody: {
            /** @description As it was read; case, blanks and hyphens do not matter. */
            code: string;
            device_id: components["schemas"]["DeviceId"];
        };
        /** @description An entry of `GET /api/v1/reports`. */
        ReportEntry: {
            bytes: number;
            /** @description SHA-256, hex: of the data, as printed on the report, and of the file. */
            content_sha256: string;
            created_at: string;
            /** @description The person's id. */
            created_by: string;
            devices: string[];
            /** @description When it is deleted; null where it stays. */
            expires_at: string | null;
            file_sha256: string;
            /** @description ISO 8601, as all times here. */
            from: string;
            id: string;
            labelled: boolean;
            pages: number;
            /** @description Surrogate; null for a report on a device that watched nobody. */
            patient: string | null;
            to: string;
        };
        /** @enum {string} */
        ReportPaper: "a4" | "letter";
        /** @description `POST /api/v1/generate-report`. Whom and which time it is about is said by fields, or in `message`, which is read like a question; fields go before what is read there. */
        ReportRequest: {
            device_id?: string;
            /** @description ISO 8601, or milliseconds since the epoch; the last 24 hours when absent. */
            from?: string | number;
            /** @description Printed as the author's note, never taken for a fact. */
            message?: string;
            /** @description The same, not read for whom or when. Not both. */
            note?: string;
            paper?: components["schemas"]["ReportPaper"];
            /** @description Surrogate. */
            patient?: string;
            sections?: components["schemas"]["ReportSection"][];
            /** @description Print what the patient is called at the bed; for roles that may know it. */
            show_label?: boolean;
            /** @description IANA zone in which times are printed, and read in `message`; UTC when absent. */
            time_zone?: string;
            to?: string | number;
        };
        /** @enum {string} */
        ReportSection: "summary" | "statistics" | "trends" | "episodes" | "news2" | "observations" | "notes";
        ResolveBody: {
            /**
             * @description The device is on the patient that it names, from now on; or what it names is wrong.
             * @enum {string}
             */
            decision: "reassign" | "dismiss";
            version: number;
        };
        /** @enum {string} */
        RiskLevel: "LOW" | "MEDIUM" | "HIGH";
        /** @enum {string} */
        Role: "viewer" | "clinician" | "engineer" | "admin";
        RotateBody: {
            /** @description Hours for which the secret before counts, too. */
            overlap_hours?: number;
        };
        RuleLoad: {
            confirmed: number;
            episodes: number;
            false_alarms: number;
            rule: components["schemas"]["EpisodeRule"];
            /** @description Of the ward's episodes, 0 to 1. */
            share: number;
        };
        /** @description NEWS2 at a moment. */
        ScorePoint: {
            at: string;
            partial: number;
            /** @description Null where an input was missing: at least `partial`. */
            score: number | null;
        };
        SearchBody: {
            kinds?: components["schemas"]["SearchKind"][];
            limit?: number;
            query: string;
            ranking?: components["schemas"]["Ranking"];
        };
        SearchHit: {
            bm25: number | null;
            device_id: string | null;
            /** @description ISO 8601. */
            from: string | null;
            id: string;
            kind: components["schemas"]["SearchKind"];
            score: number;
            similarity: number | null;
            text: string;
            title: string;
            to: string | null;
            ward_id: string | null;
        };
        /** @enum {string} */
        SearchKind: "passage" | "episode";
        /** @description `GET /api/v1/search/status`, and the answer of what changes the index. */
        SearchStatus: {
            episodes: number;
            /** @description By kind, what can be found, and how much of that has no vector yet. */
            passages: number;
            /** @description Embedders whose vectors are there: one, or two while it changes. */
            spaces: string[];
            /** @description Changes of episodes that are not indexed yet. */
            waiting: number;
            without_vector: number;
        };
        /** @description When somebody did something, milliseconds since the epoch, and their id. */
        Signature: {
            at: number;
            by: string;
        };
        /** @description `PUT /api/v1/devices/:id/clock`: how a simulated device's time runs against the wall clock. */
        SimulationClock: {
            /** @description Simulated time now, ISO 8601 or milliseconds. */
            now: string | number;
            /** @description Simulated seconds per second, above 0, at most 3600. */
            rate: number;
        };
        SnoozeBody: {
            comment?: components["schemas"]["Comment"] | null;
            /** @description How long it is quiet; at high risk at most 15, on the physiological channel 60. */
            minutes: number;
            /** @description Of the episode as the reader saw it. */
            version: number;
        };
        /**
         * @description What a source is. More kinds may come (a hand-over): readers show an unknown one as plain text.
         * @enum {string}
         */
        SourceKind: "readings" | "statistics" | "episode" | "observation" | "limits" | "note" | "passage" | "device" | "ward" | "handover" | "alarm-load";
        /** @description One entry of `GET /api/v1/notifications`. No secret, and of a browser's address only whose service it is. */
        SubscriptionEntry: {
            /** @description A webhook's address; of a browser the host of its push service; null where the key that opens it is gone. */
            address: string | null;
            channel: components["schemas"]["NotificationChannel"];
            created_at: string;
            events: components["schemas"]["NotifiedEvent"][];
            id: string;
            /** @description Episodes of less risk are left out, but for a summons. */
            min_risk: components["schemas"]["RiskLevel"];
            /** @description In the person's own words. */
            name: string;
            /** @description Until when the secret before counts too; null where it does not. */
            previous_secret_until: string | null;
            /** @description Whether the person's quiet hours count here. */
            quiet_hours: boolean;
            status: components["schemas"]["SubscriptionStatus"];
            ward_id: string;
        };
        /** @description `POST /api/v1/notifications` and `…/:id/rotate`. */
        SubscriptionMade: {
            /** @description A webhook's address; of a browser the host of its push service; null where the key that opens it is gone. */
            address: string | null;
            channel: components["schemas"]["NotificationChannel"];
            created_at: string;
            events: components["schemas"]["NotifiedEvent"][];
            id: string;
            /** @description Episodes of less risk are left out, but for a summons. */
            min_risk: components["schemas"]["RiskLevel"];
            /** @description In the person's own words. */
            name: string;
            /** @description Until when the secret before counts too; null where it does not. */
            previous_secret_until: string | null;
            /** @description Whether the person's quiet hours count here. */
            quiet_hours: boolean;
            /** @description Of a webhook, `whsec_` and base64: shown this once. Null for a browser. */
            secret: string | null;
            status: components["schemas"]["SubscriptionStatus"];
            ward_id: string;
        };
        /** @enum {string} */
        SubscriptionStatus: "active" | "paused" | "gone";
        SummonBody: {
            comment?: components["schemas"]["Comment"] | null;
            to: components["schemas"]["SummonedEntry"];
            /** @description Of the episode as the reader saw it. */
            version: number;
        };
        /** @description Who is asked to come: everybody of a role on the episode's ward, or one person by id. */
        Summoned: {
            /** @constant */
            kind: "role";
            role: components["schemas"]["Role"];
        } | {
            id: string;
            /** @constant */
            kind: "member";
        };
        /** @description `{"role": "clinician"}` or `{"member": "M-…"}`. */
        SummonedEntry: {
            role: components["schemas"]["Role"];
        } | {
            member: string;
        };
        /** @description A patient's surrogate. */
        Surrogate: string;
        /** @description `GET /api/v1/health`. */
        SystemHealth: {
            /** @description What somebody should look at, in sentences. */
            alerts: string[];
            parts: {
                [key: string]: components["schemas"]["PartHealth"];
            };
            /** @enum {string} */
            status: "ok" | "degraded";
            /** @description Of the deployed Worker; `null` on a developer's machine. */
            version: string | null;
            wards: components["schemas"]["WardHealth"][];
        };
        TagsAnswer: {
            tags: string[];
        };
        TagsBody: {
            /** @description All of them: those that are left out go. */
            tags: components["schemas"]["DeviceTag"][];
        };
        /** @description `POST /api/v1/telemetry` → 202. */
        TelemetryAccepted: {
            correlation_id: string;
            /** @description True when this device and timestamp were already stored: nothing was stored again. */
            duplicate: boolean;
            /** @description What stood out, such as `extreme`. */
            flags: components["schemas"]["ReadingFlag"][];
            message: string;
            risk_assessment: components["schemas"]["RiskLevel"];
            /** @constant */
            status: "accepted";
        };
        /** @description One reading as posted to `POST /api/v1/telemetry`. */
        TelemetryPayload: {
            /** @description Battery, %. */
            battery_level?: number | null;
            device_id: string;
            /** @description Diastolic pressure, mmHg. */
            diastolic_pressure?: number | null;
            /** @description End-tidal CO₂, mmHg. */
            etco2?: number | null;
            /** @description Heart rate, /min. */
            heart_rate?: number | null;
            /** @description Mean arterial pressure, mmHg. */
            mean_pressure?: number | null;
            /** @description The hospital's identifier; hashed at the edge, never stored. */
            patient_id?: string | null;
            /** @description Pulse rate, /min. */
            pulse_rate?: number | null;
            /** @description Respiratory rate, /min. */
            respiratory_rate?: number | null;
            /** @description Oxygen saturation, %. */
            spo2?: number | null;
            /** @description Systolic pressure, mmHg. */
            systolic_pressure?: number | null;
            /** @description Temperature, °C. */
            temperature?: number | null;
            /** @description ISO 8601 with zone, or milliseconds since the epoch; the time of arrival when absent. */
            timestamp?: string | number;
        };
        TemplateBody: {
            /** @description Key of `GET /api/v1/templates`; `null` for an adult's. */
            template: string | null;
        };
        /** @description One entry of `GET /api/v1/templates`. */
        TemplateEntry: {
            key: string;
            limits: {
                diastolic_pressure?: {
                    down: number | null;
                    high: number | null;
                    /** @description At or below, at or above: beyond the safety net. */
                    low: number | null;
                    reason: string;
                    /** @description How far above and below the patient's usual value is still usual; null where that side is not watched. */
                    up: number | null;
                };
                etco2?: {
                    down: number | null;
                    high: number | null;
                    /** @description At or below, at or above: beyond the safety net. */
                    low: number | null;
                    reason: string;
                    /** @description How far above and below the patient's usual value is still usual; null where that side is not watched. */
                    up: number | null;
                };
                heart_rate?: {
                    down: number | null;
                    high: number | null;
                    /** @description At or below, at or above: beyond the safety net. */
                    low: number | null;
                    reason: string;
                    /** @description How far above and below the patient's usual value is still usual; null where that side is not watched. */
                    up: number | null;
                };
                mean_pressure?: {
                    down: number | null;
                    high: number | null;
                    /** @description At or below, at or above: beyond the safety net. */
                    low: number | null;
                    reason: string;
                    /** @description How far above and below the patient's usual value is still usual; null where that side is not watched. */
                    up: number | null;
                };
                pulse_rate?: {
                    down: number | null;
                    high: number | null;
                    /** @description At or below, at or above: beyond the safety net. */
                    low: number | null;
                    reason: string;
                    /** @description How far above and below the patient's usual value is still usual; null where that side is not watched. */
                    up: number | null;
                };
                respiratory_rate?: {
                    down: number | null;
                    high: number | null;
                    /** @description At or below, at or above: beyond the safety net. */
                    low: number | null;
                    reason: string;
                    /** @description How far above and below the patient's usual value is still usual; null where that side is not watched. */
                    up: number | null;
                };
                spo2?: {
                    down: number | null;
                    high: number | null;
                    /** @description At or below, at or above: beyond the safety net. */
                    low: number | null;
                    reason: string;
                    /** @description How far above and below the patient's usual value is still usual; null where that side is not watched. */
                    up: number | null;
                };
                systolic_pressure?: {
                    down: number | null;
                    high: number | null;
                    /** @description At or below, at or above: beyond the safety net. */
                    low: number | null;
                    reason: string;
                    /** @description How far above and below the patient's usual value is still usual; null where that side is not watched. */
                    up: number | null;
                };
                temperature?: {
                    down: number | null;
                    high: number | null;
                    /** @description At or below, at or above: beyond the safety net. */
                    low: number | null;
                    reason: string;
                    /** @description How far above and below the patient's usual value is still usual; null where that side is not watched. */
                    up: number | null;
                };
            };
            name: string;
            source: string;
            /** @description False where the numbers have not been checked against their sources. */
            validated: boolean;
        };
        /** @description The set of defaults that applies, and why. */
        TemplateInForce: {
            at: string | null;
            /** @description Who said it of the patient, and when; null otherwise. */
            by: string | null;
            /** @description Null for a combination that has no name: somebody said it of this patient. */
            key: string | null;
            name: string;
            source: string;
            /**
             * @description Somebody said it of the patient; the ward chose it; or nobody chose anything.
             * @enum {string}
             */
            why: "patient" | "ward" | "default";
        };
        /** @description A ward that is open to a person for a while. */
        TemporaryWard: {
            /** @description ISO 8601, UTC. */
            until: string;
            ward_id: string;
        };
        /** @description `POST /api/v1/notifications/:id/test`. */
        TestAnswer: {
            delivered: boolean;
            error: string | null;
            status: number | null;
        };
        /**
         * @description What readings do to an episode. `reopened`: trouble again within ten minutes of the close, told in the same record.
         * @enum {string}
         */
        TransitionKind: "opened" | "escalated" | "reopened" | "closed";
        /** @description One entry of `GET /api/v1/devices/:id/readings` with `resolution` or `points`. Stretches without readings are left out. */
        TrendEntry: {
            /** @description Flags that any of them has. */
            flags: components["schemas"]["ReadingFlag"][];
            /** @description Readings in it. */
            n: number;
            risk: components["schemas"]["RiskLevel"];
            /** @description Highest of theirs, `null` when none was scored. */
            score: number | null;
            /** @description Start of the stretch, ISO 8601, UTC: a whole multiple of the resolution since 1970. */
            timestamp: string;
            /** @description `null` where none of them has that vital sign. */
            vitals: {
                diastolic_pressure: components["schemas"]["TrendValue"] | null;
                etco2: components["schemas"]["TrendValue"] | null;
                heart_rate: components["schemas"]["TrendValue"] | null;
                mean_pressure: components["schemas"]["TrendValue"] | null;
                pulse_rate: components["schemas"]["TrendValue"] | null;
                respiratory_rate: components["schemas"]["TrendValue"] | null;
                spo2: components["schemas"]["TrendValue"] | null;
                systolic_pressure: components["schemas"]["TrendValue"] | null;
                temperature: components["schemas"]["TrendValue"] | null;
            };
        };
        /** @description The answer that `TrendEntry` is part of. */
        TrendPage: {
            data: components["schemas"]["TrendEntry"][];
            /** @description Pass as `cursor` for the next page; `null` on the last. */
            next_cursor: string | null;
            /** @description Length of a stretch, seconds. */
            resolution: number;
        };
        /** @description One vital sign in a stretch of time: how many values, their mean (to 0.01), the lowest and the highest. */
        TrendValue: {
            max: number;
            mean: number;
            min: number;
            n: number;
        };
        TroubledDevice: {
            device_id: string;
            /** @description Failures in a row to write to the lake; `null` while it can. */
            lake: {
                failures: number;
                since: number;
            } | null;
            /** @description Letters that it owes: to its ward, the registry, the lake's catalogue. `null` while they arrive. */
            outbox: {
                owed: number;
                since: number;
            } | null;
        };
        /** @description One judgement of an alarm that counts for a deadband: see `DeadbandTuning`. */
        TuningEntry: {
            /** @description ISO 8601 and the person's id. */
            at: string;
            by: string;
            episode_id: string;
            /** @enum {string} */
            side: "up" | "down";
            /** @enum {number} */
            step: 1 | -1;
            vital: components["schemas"]["VitalKey"];
        };
        /** @enum {string} */
        VitalKey: "heart_rate" | "spo2" | "respiratory_rate" | "temperature" | "systolic_pressure" | "diastolic_pressure" | "mean_pressure" | "etco2" | "pulse_rate";
        /** @description The limits of one vital sign of one patient. */
        VitalLimits: {
            /** @description Of the template in force; `reason` says where the numbers come from. */
            default: {
                down: number | null;
                high: number | null;
                /** @description At or below, at or above: beyond the safety net. */
                low: number | null;
                reason: string;
                /** @description How far above and below the patient's usual value is still usual; null where that side is not watched. */
                up: number | null;
            };
            /** @description What is watched now: judgements of alarms count in it. */
            effective: components["schemas"]["LimitNumbers"];
            override: components["schemas"]["OverrideEntry"] | null;
            /** @description How low a low limit and how high a high one may be set, and the widths that a deadband may have. */
            widest: {
                down: {
                    max: number;
                    min: number;
                } | null;
                high: number | null;
                low: number | null;
                up: {
                    max: number;
                    min: number;
                } | null;
            };
        };
        VitalLoad: {
            confirmed: number;
            episodes: number;
            false_alarms: number;
            /** @description Of the ward's episodes, 0 to 1. */
            share: number;
            vital: components["schemas"]["VitalKey"];
        };
        /** @description Which way a vital sign has gone from what is usual for the patient. */
        VitalNow: {
            /**
             * @description Null without a usual value; `usual` up to the deadband that alarms go by.
             * @enum {string|null}
             */
            direction: "above" | "below" | "usual" | null;
            /** @description The patient's own median; null while it is not known. */
            usual: number | null;
            value: number;
            vital: components["schemas"]["VitalKey"];
        };
        /** @description Every vital sign of one moment, in the catalogue's units; `null` where the device sent none. */
        VitalValues: {
            diastolic_pressure: number | null;
            etco2: number | null;
            heart_rate: number | null;
            mean_pressure: number | null;
            pulse_rate: number | null;
            respiratory_rate: number | null;
            spo2: number | null;
            systolic_pressure: number | null;
            temperature: number | null;
        };
        WardBody: {
            /** @description Where the ward's objects are made; `null` for wherever they are first asked for. What is left out stays. */
            location?: components["schemas"]["LocationHint"] | null;
            name: string;
        };
        WardHealth: {
            devices: number;
            id: string;
            /** @description Devices with an open episode of silence. */
            silent: number;
            /** @description As the ward has heard since it woke; `null` when the ward does not answer. */
            troubled: components["schemas"]["TroubledDevice"][] | null;
        };
        /** @description A ward's id. */
        WardId: string;
        /** @description One ward and period: an entry of `GET /api/v1/alarm-load`. */
        WardLoad: {
            /** @description Somebody said that they know of it. */
            acknowledged: number;
            alarms: number;
            band: components["schemas"]["LoadBand"];
            beds: number;
            confirmed: number;
            episodes: number;
            false_alarms: number;
            /** @description Of the episodes that somebody judged, how many were false alarms, 0 to 1; null while none was judged. */
            false_share: number | null;
            high: number;
            /** @description Hours of the period that the ward was there for and that have passed: what the rates are divided by. */
            hours: number;
            medium: number;
            name: string;
            /** @description Alarms a bed and day; null without beds. */
            per_bed_day: number | null;
            per_operator_hour: number;
            /** @description People were asked to come because nobody had acknowledged, or by somebody. */
            summons: number;
            technical: number;
            /** @description Closed, and nobody ever had. */
            unanswered: number;
            ward_id: string;
        };
        /** @description `GET` and `PUT /api/v1/wards/:id/notifications`. */
        WardNotifications: {
            /** @description Whether notifications say which bed and device, and the episode's sentence with its vital signs. */
            identity: boolean;
            ward_id: string;
        };
        WardNotificationsBody: {
            identity: boolean;
        };
        /** @description The wards a person works on. `all` is written out: an empty list, and a value that was forgotten, is nowhere. */
        WardScope: "all" | string[];
        /** @description `GET /api/v1/wards` entries. */
        WardSummary: {
            beds: number;
            devices: number;
            id: string;
            /** @description Where the platform is asked to make the ward's objects; `null` for wherever they are first asked for. */
            location: string | null;
            name: string;
            open_episodes: number;
        };
        /** @description `GET` and `PUT /api/v1/wards/:id/template`. */
        WardTemplateAnswer: {
            /** @description Null where the ward has chosen none: an adult's counts. */
            template: string | null;
            /** @description Devices that were told at once, of how many; absent in the answer to a `GET`. Others learn of it with their next news. */
            told?: {
                devices: number;
                of: number;
            };
            ward_id: string;
        };
    };
    responses: {
        /** @description `address_too_long`: The address is too long. */
        address_too_long: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:address_too_long";
                };
            };
        };
        /** @description `bad_request`: The request is not understood. */
        bad_request: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:bad_request";
                };
            };
        };
        /** @description `bad_request`: The request is not understood. `malformed_json`: The body is not valid JSON. */
        "bad_request.malformed_json": {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:bad_request" | "urn:biostream:problem:malformed_json";
                };
            };
        };
        /** @description `conflict`: That already exists. */
        conflict: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:conflict";
                };
            };
        };
        /** @description `conflict`: That already exists. `erasing`: This patient's records are being erased. `fleet_full`: The fleet has as many devices as it may. */
        "conflict.erasing.fleet_full": {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:conflict" | "urn:biostream:problem:erasing" | "urn:biostream:problem:fleet_full";
                };
            };
        };
        /** @description `conflict`: That already exists. `fleet_full`: The fleet has as many devices as it may. */
        "conflict.fleet_full": {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:conflict" | "urn:biostream:problem:fleet_full";
                };
            };
        };
        /** @description `conflict`: That already exists. `version_conflict`: It has changed meanwhile. */
        "conflict.version_conflict": {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:conflict" | "urn:biostream:problem:version_conflict";
                };
            };
        };
        /** @description `erasing`: This patient's records are being erased. */
        erasing: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:erasing";
                };
            };
        };
        /** @description `expired`: That is no longer kept. */
        expired: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:expired";
                };
            };
        };
        /** @description `internal`: Something failed on our side; the correlation id finds it in the logs. */
        failure: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"];
            };
        };
        /** @description `address_too_long`: The address is too long. */
        "fhir.address_too_long": {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/fhir+json": components["schemas"]["OperationOutcome"];
            };
        };
        /** @description `bad_request`: The request is not understood. */
        "fhir.bad_request": {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/fhir+json": components["schemas"]["OperationOutcome"];
            };
        };
        /** @description `forbidden`: This credential may not do that. */
        "fhir.forbidden": {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/fhir+json": components["schemas"]["OperationOutcome"];
            };
        };
        /** @description `headers_too_large`: The headers are too large. */
        "fhir.headers_too_large": {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/fhir+json": components["schemas"]["OperationOutcome"];
            };
        };
        /** @description `not_acceptable`: That form of answer is not made here. */
        "fhir.not_acceptable": {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/fhir+json": components["schemas"]["OperationOutcome"];
            };
        };
        /** @description `not_found`: Nothing is registered here. */
        "fhir.not_found": {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/fhir+json": components["schemas"]["OperationOutcome"];
            };
        };
        /** @description `unauthenticated`: A valid credential is needed. */
        "fhir.unauthenticated": {
            headers: {
                "www-authenticate"?: string;
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/fhir+json": components["schemas"]["OperationOutcome"];
            };
        };
        /** @description `unavailable`: Storage is not available just now. */
        "fhir.unavailable": {
            headers: {
                /** @description Seconds. */
                "retry-after"?: string;
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/fhir+json": components["schemas"]["OperationOutcome"];
            };
        };
        /** @description `unknown_device`: This device is not registered. */
        "fhir.unknown_device": {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/fhir+json": components["schemas"]["OperationOutcome"];
            };
        };
        /** @description `fleet_full`: The fleet has as many devices as it may. */
        fleet_full: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:fleet_full";
                };
            };
        };
        /** @description `forbidden`: This credential may not do that. */
        forbidden: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:forbidden";
                };
            };
        };
        /** @description `headers_too_large`: The headers are too large. */
        headers_too_large: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:headers_too_large";
                };
            };
        };
        /** @description `no_patient`: No patient is on this device. */
        no_patient: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:no_patient";
                };
            };
        };
        /** @description `no_patient`: No patient is on this device. `version_conflict`: It has changed meanwhile. */
        "no_patient.version_conflict": {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:no_patient" | "urn:biostream:problem:version_conflict";
                };
            };
        };
        /** @description `not_found`: Nothing is registered here. */
        not_found: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:not_found";
                };
            };
        };
        /** @description `not_found`: Nothing is registered here. `unknown_device`: This device is not registered. */
        "not_found.unknown_device": {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:not_found" | "urn:biostream:problem:unknown_device";
                };
            };
        };
        /** @description `range_not_satisfiable`: That part of the file does not exist. */
        range_not_satisfiable: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:range_not_satisfiable";
                };
            };
        };
        /** @description `too_large`: The body is too large. */
        too_large: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:too_large";
                };
            };
        };
        /** @description `too_many_requests`: Too many requests. */
        too_many_requests: {
            headers: {
                /** @description Seconds. */
                "retry-after"?: string;
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:too_many_requests";
                };
            };
        };
        /** @description `unauthenticated`: A valid credential is needed. */
        unauthenticated: {
            headers: {
                "www-authenticate"?: string;
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:unauthenticated";
                };
            };
        };
        /** @description `unavailable`: Storage is not available just now. */
        unavailable: {
            headers: {
                /** @description Seconds. */
                "retry-after"?: string;
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:unavailable";
                };
            };
        };
        /** @description `unknown_device`: This device is not registered. */
        unknown_device: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:unknown_device";
                };
            };
        };
        /** @description `unsupported_media_type`: That content type is not read here. */
        unsupported_media_type: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:unsupported_media_type";
                };
            };
        };
        /** @description `upgrade_required`: This address speaks WebSocket. */
        upgrade_required: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:upgrade_required";
                };
            };
        };
        /** @description `validation_failed`: The values are not acceptable. */
        validation_failed: {
            headers: {
                "x-correlation-id": components["headers"]["correlation"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemDetails"] & {
                    /** @enum {unknown} */
                    type?: "urn:biostream:problem:validation_failed";
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Ties the answer to the server's log; taken from the request where it names one. */
        correlation: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getReference: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getAlarmLoad: {
        parameters: {
            query?: {
                /** @description First day; a week before `to` when absent. At most 365 days before `to`. A day of UTC. */
                from?: string;
                /** @description People who answer the ward's alarms at one time. */
                operators?: number;
                /** @description Last day; today when absent. A day of UTC. */
                to?: string;
                /** @description Of this ward only. */
                ward?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reader's wards. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmLoadList"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getAnomalies: {
        parameters: {
            query?: {
                /** @description Patients' trouble, or devices'. */
                channel?: "physiological" | "technical";
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Of this device. */
                device?: string;
                /** @description Entries in one page. */
                limit?: number;
                /** @description Of this risk. */
                risk?: "LOW" | "MEDIUM" | "HIGH";
                /** @description Opened since. ISO 8601, or milliseconds since the epoch. */
                since?: string;
                /** @description Open or closed. */
                status?: "open" | "closed";
                /** @description Opened until. ISO 8601, or milliseconds since the epoch. */
                until?: string;
                /** @description Of this ward only. */
                ward?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Episodes. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Anomaly"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getAudit: {
        parameters: {
            query?: {
                /** @description Such as `readings.read`. */
                action?: string;
                /** @description Whose. */
                actor?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
                /** @description What became of it. */
                outcome?: "done" | "refused" | "failed";
                /** @description Of this patient. */
                patient?: string;
                /** @description Since. ISO 8601, or milliseconds since the epoch. */
                since?: string;
                /** @description Until. ISO 8601, or milliseconds since the epoch. */
                until?: string;
                /** @description Of this ward. */
                ward?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Links of the chain. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEntry"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    exportAudit: {
        parameters: {
            query?: {
                /** @description Those after this number. */
                after?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An `AuditEntry` a line. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getAuditHeads: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditHead"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getBreakGlass: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
                /** @description Open now, or not seen by an admin yet. */
                state?: "open" | "unseen";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["NamedBreakGlass"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    breakTheGlass: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BreakGlassBody"];
            };
        };
        responses: {
            /** @description Open. */
            201: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BreakGlass"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    seeBreakGlass: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the broken glass. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BreakGlass"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getOtherWards: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description And nothing else of them. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OtherWard"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postChat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatRequest"];
            };
        };
        responses: {
            /** @description The answer, checked sentence by sentence against its sources. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatAnswer"];
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["too_many_requests"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getConversations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConversationEntry"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    deleteConversations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Forgotten. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    deleteConversations2: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Forgotten. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    createClaims: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimsBody"];
            };
        };
        responses: {
            /** @description The codes, shown this once. */
            201: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimsCreated"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    redeem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeemBody"];
            };
        };
        responses: {
            /** @description The key, shown this once. */
            201: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimRedeemed"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            409: components["responses"]["conflict.fleet_full"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["too_many_requests"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getCost: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counted, or estimated from what was counted, line by line. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getDevices: {
        parameters: {
            query?: {
                /** @description Devices on a patient, or on nobody. */
                assigned?: "true" | "false";
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description That last said that they run this version. */
                firmware?: string;
                /** @description Of this fleet only. */
                fleet?: string;
                /** @description Entries in one page. */
                limit?: number;
                /** @description Part of an id or of a bed's label. */
                q?: string;
                /** @description Asks each device's object when it last heard of it; at most 100 to a page then. */
                seen?: "true" | "false";
                /** @description Simulated devices, or real ones. */
                simulated?: "true" | "false";
                /** @description With this tag. */
                tag?: string;
                /** @description Of this ward only. */
                ward?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Devices. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DeviceEntry"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    exportDevices: {
        parameters: {
            query?: {
                /** @description Devices on a patient, or on nobody. */
                assigned?: "true" | "false";
                /** @description That last said that they run this version. */
                firmware?: string;
                /** @description Of this fleet only. */
                fleet?: string;
                /** @description Part of an id or of a bed's label. */
                q?: string;
                /** @description Simulated devices, or real ones. */
                simulated?: "true" | "false";
                /** @description With this tag. */
                tag?: string;
                /** @description Of this ward only. */
                ward?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "content-disposition"?: string;
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The device. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    enrolDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnrolBody"];
            };
        };
        responses: {
            /** @description It was there already. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceEnrolled"];
                };
            };
            /** @description Enrolled. */
            201: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceEnrolled"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict.erasing.fleet_full"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getAssignments: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DeviceAssignment"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postBaseline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known of the patient now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            409: components["responses"]["no_patient"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    setDeviceClock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimulationClock"];
            };
        };
        responses: {
            /** @description Set. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClockSet"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["too_many_requests"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getContext: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known of the patient now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            409: components["responses"]["no_patient"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    putContext: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContextBody"];
            };
        };
        responses: {
            /** @description What is known of the patient now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            409: components["responses"]["no_patient"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    deleteContext: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known of the patient now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            409: components["responses"]["no_patient"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    issueDeviceKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key, shown this once. */
            201: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyIssued"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    revokeDeviceKeys: {
        parameters: {
            query: {
                /** @description Keys of lower generations are revoked. */
                below: number;
            };
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Which keys count. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeysRevoked"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    putLimit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
                /** @description A vital sign. */
                vital: "heart_rate" | "spo2" | "respiratory_rate" | "temperature" | "systolic_pressure" | "diastolic_pressure" | "mean_pressure" | "etco2" | "pulse_rate";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LimitBody"];
            };
        };
        responses: {
            /** @description What is known of the patient now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            /** @description `no_patient`: No patient is on this device. `version_conflict`: It has changed meanwhile. */
            409: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"] & {
                        record?: components["schemas"]["ContextAnswer"];
                        /** @enum {unknown} */
                        type?: "urn:biostream:problem:no_patient" | "urn:biostream:problem:version_conflict";
                    };
                };
            };
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    deleteLimit: {
        parameters: {
            query: {
                /** @description Whom the reader had in view: refused where somebody else is on the device. */
                patient?: string;
                /** @description The `limits_version` that the reader saw. */
                version: number;
            };
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
                /** @description A vital sign. */
                vital: "heart_rate" | "spo2" | "respiratory_rate" | "temperature" | "systolic_pressure" | "diastolic_pressure" | "mean_pressure" | "etco2" | "pulse_rate";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known of the patient now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            /** @description `no_patient`: No patient is on this device. `version_conflict`: It has changed meanwhile. */
            409: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"] & {
                        record?: components["schemas"]["ContextAnswer"];
                        /** @enum {unknown} */
                        type?: "urn:biostream:problem:no_patient" | "urn:biostream:problem:version_conflict";
                    };
                };
            };
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    putObservations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ObservationBody"];
            };
        };
        responses: {
            /** @description What is known of the patient now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            409: components["responses"]["no_patient.version_conflict"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postAmendment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
                /** @description The observation's id. */
                observation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AmendmentBody"];
            };
        };
        responses: {
            /** @description What is known of the patient now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found.unknown_device"];
            409: components["responses"]["no_patient.version_conflict"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getReadings: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Readings from then on; at most eight days before `to`. ISO 8601, or milliseconds since the epoch. */
                from?: string;
                /** @description Entries in one page. */
                limit?: number;
                /** @description How many entries are wanted, instead of `resolution`. */
                points?: number;
                /** @description Seconds that one entry sums up. */
                resolution?: number;
                /** @description And before then. ISO 8601, or milliseconds since the epoch. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Readings; with `resolution` or `points` sums of them. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ReadingEntry"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    } | components["schemas"]["TrendPage"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    connectStream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection is a WebSocket now. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            414: components["responses"]["address_too_long"];
            426: components["responses"]["upgrade_required"];
            429: components["responses"]["too_many_requests"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    putTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagsBody"];
            };
        };
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagsAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    deleteTuning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known of the patient now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            409: components["responses"]["no_patient"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postDevices: {
        parameters: {
            query?: {
                /** @description With `true` nothing is written. */
                dry_run?: "true" | "false";
                /** @description Of this ward only. */
                ward?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description What became of each line. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            400: components["responses"]["bad_request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getEpisode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The episode's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events oldest first. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpisodeRecord"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    acknowledgeEpisode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The episode's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EpisodeBody"];
            };
        };
        responses: {
            /** @description The episode as it is now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpisodeAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `version_conflict`: It has changed meanwhile. */
            409: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"] & {
                        episode?: components["schemas"]["Episode"];
                        /** @enum {unknown} */
                        type?: "urn:biostream:problem:version_conflict";
                    };
                };
            };
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    closeEpisode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The episode's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EpisodeBody"];
            };
        };
        responses: {
            /** @description The episode as it is now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpisodeAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `version_conflict`: It has changed meanwhile. */
            409: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"] & {
                        episode?: components["schemas"]["Episode"];
                        /** @enum {unknown} */
                        type?: "urn:biostream:problem:version_conflict";
                    };
                };
            };
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    commentEpisode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The episode's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentBody"];
            };
        };
        responses: {
            /** @description The episode as it is now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpisodeAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `version_conflict`: It has changed meanwhile. */
            409: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"] & {
                        episode?: components["schemas"]["Episode"];
                        /** @enum {unknown} */
                        type?: "urn:biostream:problem:version_conflict";
                    };
                };
            };
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    judgeEpisode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The episode's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JudgeBody"];
            };
        };
        responses: {
            /** @description The episode as it is now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpisodeAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `version_conflict`: It has changed meanwhile. */
            409: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"] & {
                        episode?: components["schemas"]["Episode"];
                        /** @enum {unknown} */
                        type?: "urn:biostream:problem:version_conflict";
                    };
                };
            };
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    resolveEpisode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The episode's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveBody"];
            };
        };
        responses: {
            /** @description The episode as it is now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpisodeAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `conflict`: That already exists. `erasing`: This patient's records are being erased. `version_conflict`: It has changed meanwhile. */
            409: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"] & {
                        episode?: components["schemas"]["Episode"];
                        /** @enum {unknown} */
                        type?: "urn:biostream:problem:conflict" | "urn:biostream:problem:erasing" | "urn:biostream:problem:version_conflict";
                    };
                };
            };
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    snoozeEpisode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The episode's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnoozeBody"];
            };
        };
        responses: {
            /** @description The episode as it is now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpisodeAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `version_conflict`: It has changed meanwhile. */
            409: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"] & {
                        episode?: components["schemas"]["Episode"];
                        /** @enum {unknown} */
                        type?: "urn:biostream:problem:version_conflict";
                    };
                };
            };
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    summonToEpisode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The episode's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SummonBody"];
            };
        };
        responses: {
            /** @description The episode as it is now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpisodeAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `version_conflict`: It has changed meanwhile. */
            409: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"] & {
                        episode?: components["schemas"]["Episode"];
                        /** @enum {unknown} */
                        type?: "urn:biostream:problem:version_conflict";
                    };
                };
            };
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getErasures: {
        parameters: {
            query?: {
                /** @description Entries in one page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Erasures. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ErasureAnswer"][];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The erasure's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With its certificate when it is done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getExportFile: {
        parameters: {
            query: {
                /** @description Who asked for it. */
                by: string;
                /** @description Until when it is good. */
                expires: string;
                /** @description Of the file. */
                format: "parquet" | "csv";
                /** @description Of CSV: milliseconds since the epoch. */
                from?: number;
                /** @description The object's key. */
                key: string;
                /** @description Over all of it. */
                signature: string;
                /** @description Of CSV: milliseconds since the epoch. */
                to?: number;
            };
            header?: {
                /** @description The etag that the part must be of. */
                "if-range"?: string;
                /** @description `bytes=…`: one part. */
                range?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "accept-ranges"?: string;
                    etag?: string;
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.apache.parquet": unknown;
                    "text/csv": string;
                };
            };
            /** @description The part that was asked for. */
            206: {
                headers: {
                    "content-range"?: string;
                    etag?: string;
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.apache.parquet": unknown;
                    "text/csv": string;
                };
            };
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            416: components["responses"]["range_not_satisfiable"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportRequest"];
            };
        };
        responses: {
            /** @description Addresses, good for an hour. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportPage"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            410: components["responses"]["expired"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getFleets: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
                /** @description Of this ward only. */
                ward?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Fleets. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["FleetSummary"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getFleet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The fleet's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The fleet. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetDetail"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    saveFleetRoute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The fleet's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FleetBody"];
            };
        };
        responses: {
            /** @description Changed. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetDetail"];
                };
            };
            /** @description Made. */
            201: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetDetail"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    enrolFleetDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The device's id. */
                device: string;
                /** @description The fleet's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FleetDeviceBody"];
            };
        };
        responses: {
            /** @description It was of the fleet already. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetDeviceEnrolled"];
                };
            };
            /** @description Enrolled. */
            201: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetDeviceEnrolled"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["fleet_full"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["too_many_requests"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    issueFleetKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The fleet's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key, shown this once. */
            201: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyIssued"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    revokeFleetKeys: {
        parameters: {
            query: {
                /** @description Keys of lower generations are revoked. */
                below: number;
            };
            header?: never;
            path: {
                /** @description The fleet's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `revocation` says how many devices remain to be told. */
            202: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetDetail"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    generateReport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportRequest"];
            };
        };
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    "content-disposition"?: string;
                    etag?: string;
                    location?: string;
                    "x-content-sha256"?: string;
                    "x-correlation-id": components["headers"]["correlation"];
                    "x-report-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found.unknown_device"];
            409: components["responses"]["erasing"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getSystemHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With what somebody should look at, in sentences. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemHealth"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getKnowledge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those of the product first. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["KnowledgeAnswer"][];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postKnowledge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KnowledgeBody"];
            };
        };
        responses: {
            /** @description With the passages it was made into. */
            201: {
                headers: {
                    location?: string;
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeDocumentAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getKnowledgeDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The document's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeDocumentAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    putKnowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The document's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KnowledgeChangeBody"];
            };
        };
        responses: {
            /** @description The new version. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeDocumentAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["conflict.version_conflict"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    removeKnowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The document's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone, from the index too. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["conflict"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    compactLake: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the answer before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was made. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LakeCompacted"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getLakeDays: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LakeDay"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    flushLake: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the answer before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was moved. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LakeFlushed"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getLakeObject: {
        parameters: {
            query: {
                /** @description The object's key. */
                key: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "content-length"?: string;
                    etag?: string;
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.apache.parquet": unknown;
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getLakeObjects: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Objects. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LakeObject"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            410: components["responses"]["expired"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getMembers: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deactivated ones too. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Member"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberBody"];
            };
        };
        responses: {
            /** @description Added. */
            201: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    patchMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The member's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberChangeBody"];
            };
        };
        responses: {
            /** @description As they are now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    endMemberSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The member's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With what a browser subscribes with. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationsAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postNotification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotificationBody"];
            };
        };
        responses: {
            /** @description With a webhook's secret, shown this once. */
            201: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionMade"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["too_many_requests"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    removeNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The notification's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone, with what it was sent. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    patchNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The notification's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotificationChangeBody"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionEntry"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getDeliveries: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The notification's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DeliveryEntry"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    rotateNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The notification's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateBody"];
            };
        };
        responses: {
            /** @description With the new secret, shown this once. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionMade"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["too_many_requests"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    testNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The notification's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came of it. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            429: components["responses"]["too_many_requests"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    putQuietHours: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuietHoursBody"];
            };
        };
        responses: {
            /** @description As they are now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuietHoursAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getOverview: {
        parameters: {
            query?: {
                /** @description Where the reader’s day began; midnight of UTC when absent. ISO 8601, or milliseconds since the epoch. */
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All counted, none estimated. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getPassage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The passage's id: the document's, a full stop, and a number. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The passage. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PassageAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getPatientKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By key. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PatientKeyCount"][];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getPatient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The patient's surrogate. */
                surrogate: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The patient. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    putPatient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The patient's surrogate. */
                surrogate: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatientBody"];
            };
        };
        responses: {
            /** @description The patient. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["erasing"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    dischargePatient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The patient's surrogate. */
                surrogate: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The patient. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getPatientEpisodes: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The patient's surrogate. */
                surrogate: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Episodes. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Anomaly"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The patient's surrogate. */
                surrogate: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErasureBody"];
            };
        };
        responses: {
            /** @description Begun. */
            202: {
                headers: {
                    location?: string;
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    exportPatient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The patient's surrogate. */
                surrogate: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormatBody"];
            };
        };
        responses: {
            /** @description The document; its files have the readings. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientExport"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getPatientFile: {
        parameters: {
            query: {
                /** @description The device's id. */
                device: string;
                /** @description Of the file. */
                format: "parquet" | "csv";
                /** @description From then on. ISO 8601, or milliseconds since the epoch. */
                from: string;
                /** @description And before then. ISO 8601, or milliseconds since the epoch. */
                to: string;
            };
            header?: never;
            path: {
                /** @description The patient's surrogate. */
                surrogate: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "content-disposition"?: string;
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.apache.parquet": unknown;
                    "text/csv": string;
                };
            };
            /** @description There are none. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found.unknown_device"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getPatientLimits: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The patient's surrogate. */
                surrogate: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LimitChangeEntry"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getPatientObservations: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The patient's surrogate. */
                surrogate: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those entered in error among them. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ObservationEntry"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getPatientReadings: {
        parameters: {
            query: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Readings from then on; at most eight days before `to`. ISO 8601, or milliseconds since the epoch. */
                from: string;
                /** @description Entries in one page. */
                limit?: number;
                /** @description How many entries are wanted, instead of `resolution`. */
                points?: number;
                /** @description Seconds that one entry sums up. */
                resolution?: number;
                /** @description And before then. ISO 8601, or milliseconds since the epoch. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description The patient's surrogate. */
                surrogate: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Readings; with `resolution` or `points` sums of them. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PatientReadingEntry"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    } | components["schemas"]["TrendPage"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getReports: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
                /** @description On this patient only. */
                patient?: string;
                /** @description Of this ward only. */
                ward?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ReportEntry"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The report's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    "content-disposition"?: string;
                    etag?: string;
                    "x-content-sha256"?: string;
                    "x-correlation-id": components["headers"]["correlation"];
                    "x-report-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getReportData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The report's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The readings. */
            200: {
                headers: {
                    "content-disposition"?: string;
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postSearch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchBody"];
            };
        };
        responses: {
            /** @description Best first. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SearchHit"][];
                    };
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    rebuildSearch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is indexed, and what waits. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchStatus"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    refreshSearch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is indexed, and what waits. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchStatus"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getSearchStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is indexed, and what waits. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchStatus"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postTelemetry: {
        parameters: {
            query?: never;
            header?: {
                /** @description What the device runs, such as `PulseOx 4.1.2`; one that cannot be kept is passed over. */
                "x-device-firmware"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TelemetryPayload"];
            };
        };
        responses: {
            /** @description Stored, now or before. */
            202: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TelemetryAccepted"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["too_many_requests"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description What the device runs, such as `PulseOx 4.1.2`; one that cannot be kept is passed over. */
                "x-device-firmware"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TelemetryPayload"][];
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description At least one was stored, now or before. */
            202: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAccepted"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["unknown_device"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            /** @description `validation_failed`: The values are not acceptable. */
            422: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"] & {
                        accepted?: number;
                        duplicates?: number;
                        items?: components["schemas"]["BatchItemError"][];
                        rejected?: number;
                        /** @enum {unknown} */
                        type?: "urn:biostream:problem:validation_failed";
                    };
                };
            };
            429: components["responses"]["too_many_requests"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With their numbers and where these come from. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TemplateEntry"][];
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getWards: {
        parameters: {
            query?: {
                /** @description Of this ward only. */
                ward?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reader's wards with their counts. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WardSummary"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getWard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ward. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WardSummary"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    saveWardRoute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WardBody"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WardSummary"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getWardAlarmLoad: {
        parameters: {
            query?: {
                /** @description First day; a week before `to` when absent. At most 365 days before `to`. A day of UTC. */
                from?: string;
                /** @description People who answer the ward's alarms at one time. */
                operators?: number;
                /** @description Last day; today when absent. A day of UTC. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By day, hour, device, rule and vital sign. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmLoadAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getAlarmLoadFile: {
        parameters: {
            query?: {
                /** @description First day; a week before `to` when absent. At most 365 days before `to`. A day of UTC. */
                from?: string;
                /** @description People who answer the ward's alarms at one time. */
                operators?: number;
                /** @description Last day; today when absent. A day of UTC. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "content-disposition"?: string;
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getBeds: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Entries in one page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Beds, with the devices in each. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["BedEntry"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postBed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BedBody"];
            };
        };
        responses: {
            /** @description Added. */
            201: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BedEntry"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    deleteBed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The bed's id. */
                bed: string;
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["conflict"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getEscalation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The steps. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscalationAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    putEscalation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EscalationBody"];
            };
        };
        responses: {
            /** @description The steps. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscalationAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getHandover: {
        parameters: {
            query?: {
                /** @description Within the last seven days; the last hand-over when absent. ISO 8601, or milliseconds since the epoch. */
                since?: string;
            };
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Patient by patient, the gravest first. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getHandovers: {
        parameters: {
            query?: {
                /** @description Entries in one page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["HandoverRecord"][];
                        /** @description Pass as `cursor` for the next page; `null` on the last. */
                        next_cursor: string | null;
                    };
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    postHandover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandoverBody"];
            };
        };
        responses: {
            /** @description Given. */
            201: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverRecord"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    connectLive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection is a WebSocket now. Its frames: see `LiveFrame`. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            426: components["responses"]["upgrade_required"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getWardNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ward's choice. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WardNotifications"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    putWardNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WardNotificationsBody"];
            };
        };
        responses: {
            /** @description Counts from the next message on. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WardNotifications"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getWardTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ward's choice. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WardTemplateAnswer"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            414: components["responses"]["address_too_long"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    putWardTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ward's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateBody"];
            };
        };
        responses: {
            /** @description The ward's choice, and how many devices were told. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WardTemplateAnswer"];
                };
            };
            400: components["responses"]["bad_request.malformed_json"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["too_large"];
            414: components["responses"]["address_too_long"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    searchIssues: {
        parameters: {
            query?: {
                /** @description Resources of one page; more than 1,000 are not given. */
                _count?: number;
                /** @description Of a `next` link. */
                _cursor?: string;
                /** @description `json`, where `Accept` says something else. */
                _format?: string;
                /** @description The resource's id. */
                _id?: string;
                /** @description What raised it. */
                code?: string;
                /** @description A date with a prefix `eq`, `ge`, `gt`, `le` or `lt`, such as `ge2026-03-01T10:00:00Z`. */
                identified?: string[];
                /** @description A patient: `P-…` or `Patient/P-…`. */
                patient?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A searchset of DetectedIssue. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+json": {
                        /** @constant */
                        resourceType: "Bundle";
                    };
                };
            };
            400: components["responses"]["fhir.bad_request"];
            401: components["responses"]["fhir.unauthenticated"];
            403: components["responses"]["fhir.forbidden"];
            406: components["responses"]["fhir.not_acceptable"];
            414: components["responses"]["fhir.address_too_long"];
            431: components["responses"]["fhir.headers_too_large"];
            503: components["responses"]["fhir.unavailable"];
            default: components["responses"]["failure"];
        };
    };
    readIssue: {
        parameters: {
            query?: {
                /** @description `json`, where `Accept` says something else. */
                _format?: string;
            };
            header?: never;
            path: {
                /** @description The episode's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description DetectedIssue: https://hl7.org/fhir/R4/detectedissue.html */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+json": {
                        /** @constant */
                        resourceType: "DetectedIssue";
                    };
                };
            };
            401: components["responses"]["fhir.unauthenticated"];
            403: components["responses"]["fhir.forbidden"];
            404: components["responses"]["fhir.not_found"];
            406: components["responses"]["fhir.not_acceptable"];
            414: components["responses"]["fhir.address_too_long"];
            431: components["responses"]["fhir.headers_too_large"];
            503: components["responses"]["fhir.unavailable"];
            default: components["responses"]["failure"];
        };
    };
    searchDevices: {
        parameters: {
            query?: {
                /** @description Resources of one page; more than 1,000 are not given. */
                _count?: number;
                /** @description Of a `next` link. */
                _cursor?: string;
                /** @description `json`, where `Accept` says something else. */
                _format?: string;
                /** @description The resource's id. */
                _id?: string;
                /** @description The device's id. */
                identifier?: string;
                /** @description A patient: `P-…` or `Patient/P-…`. */
                patient?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A searchset of Device. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+json": {
                        /** @constant */
                        resourceType: "Bundle";
                    };
                };
            };
            400: components["responses"]["fhir.bad_request"];
            401: components["responses"]["fhir.unauthenticated"];
            403: components["responses"]["fhir.forbidden"];
            406: components["responses"]["fhir.not_acceptable"];
            414: components["responses"]["fhir.address_too_long"];
            431: components["responses"]["fhir.headers_too_large"];
            503: components["responses"]["fhir.unavailable"];
            default: components["responses"]["failure"];
        };
    };
    readDevice: {
        parameters: {
            query?: {
                /** @description `json`, where `Accept` says something else. */
                _format?: string;
            };
            header?: never;
            path: {
                /** @description The device's id, as FHIR writes it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Device: https://hl7.org/fhir/R4/device.html */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+json": {
                        /** @constant */
                        resourceType: "Device";
                    };
                };
            };
            401: components["responses"]["fhir.unauthenticated"];
            403: components["responses"]["fhir.forbidden"];
            404: components["responses"]["fhir.unknown_device"];
            406: components["responses"]["fhir.not_acceptable"];
            414: components["responses"]["fhir.address_too_long"];
            431: components["responses"]["fhir.headers_too_large"];
            503: components["responses"]["fhir.unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getMetadata: {
        parameters: {
            query?: {
                /** @description `json`, where `Accept` says something else. */
                _format?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CapabilityStatement: https://hl7.org/fhir/R4/capabilitystatement.html */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+json": {
                        /** @constant */
                        resourceType: "CapabilityStatement";
                    };
                };
            };
            406: components["responses"]["fhir.not_acceptable"];
            414: components["responses"]["fhir.address_too_long"];
            431: components["responses"]["fhir.headers_too_large"];
            503: components["responses"]["fhir.unavailable"];
            default: components["responses"]["failure"];
        };
    };
    searchObservations: {
        parameters: {
            query: {
                /** @description Resources of one page; more than 1,000 are not given. */
                _count?: number;
                /** @description Of a `next` link. */
                _cursor?: string;
                /** @description `json`, where `Accept` says something else. */
                _format?: string;
                /** @description `vital-signs`. */
                category?: string;
                /** @description LOINC or IEEE 11073 codes, apart by commas. */
                code?: string;
                /** @description A date with a prefix `eq`, `ge`, `gt`, `le` or `lt`, such as `ge2026-03-01T10:00:00Z`. */
                date?: string[];
                /** @description A patient: `P-…` or `Patient/P-…`. */
                patient: string;
                /** @description The same as `patient`. */
                subject?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A searchset of Observation. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+json": {
                        /** @constant */
                        resourceType: "Bundle";
                    };
                };
            };
            400: components["responses"]["fhir.bad_request"];
            401: components["responses"]["fhir.unauthenticated"];
            403: components["responses"]["fhir.forbidden"];
            406: components["responses"]["fhir.not_acceptable"];
            414: components["responses"]["fhir.address_too_long"];
            431: components["responses"]["fhir.headers_too_large"];
            503: components["responses"]["fhir.unavailable"];
            default: components["responses"]["failure"];
        };
    };
    readObservation: {
        parameters: {
            query?: {
                /** @description `json`, where `Accept` says something else. */
                _format?: string;
            };
            header?: never;
            path: {
                /** @description Patient, time, device and code, as a search gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Observation: https://hl7.org/fhir/R4/observation.html */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+json": {
                        /** @constant */
                        resourceType: "Observation";
                    };
                };
            };
            401: components["responses"]["fhir.unauthenticated"];
            403: components["responses"]["fhir.forbidden"];
            404: components["responses"]["fhir.not_found"];
            406: components["responses"]["fhir.not_acceptable"];
            414: components["responses"]["fhir.address_too_long"];
            431: components["responses"]["fhir.headers_too_large"];
            503: components["responses"]["fhir.unavailable"];
            default: components["responses"]["failure"];
        };
    };
    searchPatients: {
        parameters: {
            query?: {
                /** @description Resources of one page; more than 1,000 are not given. */
                _count?: number;
                /** @description Of a `next` link. */
                _cursor?: string;
                /** @description `json`, where `Accept` says something else. */
                _format?: string;
                /** @description The resource's id. */
                _id?: string;
                /** @description The patient's surrogate. */
                identifier?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A searchset of Patient. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+json": {
                        /** @constant */
                        resourceType: "Bundle";
                    };
                };
            };
            400: components["responses"]["fhir.bad_request"];
            401: components["responses"]["fhir.unauthenticated"];
            403: components["responses"]["fhir.forbidden"];
            406: components["responses"]["fhir.not_acceptable"];
            414: components["responses"]["fhir.address_too_long"];
            431: components["responses"]["fhir.headers_too_large"];
            503: components["responses"]["fhir.unavailable"];
            default: components["responses"]["failure"];
        };
    };
    readPatient: {
        parameters: {
            query?: {
                /** @description `json`, where `Accept` says something else. */
                _format?: string;
            };
            header?: never;
            path: {
                /** @description The patient's surrogate. */
                surrogate: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Patient: https://hl7.org/fhir/R4/patient.html */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+json": {
                        /** @constant */
                        resourceType: "Patient";
                    };
                };
            };
            401: components["responses"]["fhir.unauthenticated"];
            403: components["responses"]["fhir.forbidden"];
            404: components["responses"]["fhir.not_found"];
            406: components["responses"]["fhir.not_acceptable"];
            414: components["responses"]["fhir.address_too_long"];
            431: components["responses"]["fhir.headers_too_large"];
            503: components["responses"]["fhir.unavailable"];
            default: components["responses"]["failure"];
        };
    };
    searchRisks: {
        parameters: {
            query?: {
                /** @description Resources of one page; more than 1,000 are not given. */
                _count?: number;
                /** @description Of a `next` link. */
                _cursor?: string;
                /** @description `json`, where `Accept` says something else. */
                _format?: string;
                /** @description The resource's id. */
                _id?: string;
                /** @description A date with a prefix `eq`, `ge`, `gt`, `le` or `lt`, such as `ge2026-03-01T10:00:00Z`. */
                date?: string[];
                /** @description A patient: `P-…` or `Patient/P-…`. */
                patient?: string;
                /** @description The same as `patient`. */
                subject?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A searchset of RiskAssessment. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+json": {
                        /** @constant */
                        resourceType: "Bundle";
                    };
                };
            };
            400: components["responses"]["fhir.bad_request"];
            401: components["responses"]["fhir.unauthenticated"];
            403: components["responses"]["fhir.forbidden"];
            406: components["responses"]["fhir.not_acceptable"];
            414: components["responses"]["fhir.address_too_long"];
            431: components["responses"]["fhir.headers_too_large"];
            503: components["responses"]["fhir.unavailable"];
            default: components["responses"]["failure"];
        };
    };
    readRisk: {
        parameters: {
            query?: {
                /** @description `json`, where `Accept` says something else. */
                _format?: string;
            };
            header?: never;
            path: {
                /** @description The episode's id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description RiskAssessment: https://hl7.org/fhir/R4/riskassessment.html */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+json": {
                        /** @constant */
                        resourceType: "RiskAssessment";
                    };
                };
            };
            401: components["responses"]["fhir.unauthenticated"];
            403: components["responses"]["fhir.forbidden"];
            404: components["responses"]["fhir.not_found"];
            406: components["responses"]["fhir.not_acceptable"];
            414: components["responses"]["fhir.address_too_long"];
            431: components["responses"]["fhir.headers_too_large"];
            503: components["responses"]["fhir.unavailable"];
            default: components["responses"]["failure"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them answered. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            414: components["responses"]["address_too_long"];
            429: components["responses"]["too_many_requests"];
            431: components["responses"]["headers_too_large"];
            /** @description One of them failed. `unavailable`: Storage is not available just now. */
            503: {
                headers: {
                    /** @description Seconds. */
                    "retry-after"?: string;
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                    "application/problem+json": components["schemas"]["ProblemDetails"] & {
                        /** @enum {unknown} */
                        type?: "urn:biostream:problem:unavailable";
                    };
                };
            };
            default: components["responses"]["failure"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended; `location` leads to where one signs in again. */
            303: {
                headers: {
                    location?: string;
                    "x-correlation-id": components["headers"]["correlation"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            414: components["responses"]["address_too_long"];
            431: components["responses"]["headers_too_large"];
            503: components["responses"]["unavailable"];
            default: components["responses"]["failure"];
        };
    };
    receiveNotification: {
        parameters: {
            query?: never;
            header: {
                /** @description As `webhook-id`. */
                "idempotency-key": string;
                /** @description The same when it is sent again. */
                "webhook-id": string;
                /** @description `v1,` and HMAC-SHA256 of id, timestamp and body by the webhook's secret, base64. */
                "webhook-signature": string;
                /** @description Seconds since the epoch. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotificationMessage"];
            };
        };
        responses: {
            /** @description Taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The receiver is no more: nothing is sent there again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
